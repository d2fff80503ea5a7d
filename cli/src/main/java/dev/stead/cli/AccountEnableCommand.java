package dev.stead.cli;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.AccountView;
import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code stead account enable}. */
@Command(
        name = "enable",
        description = "Enables an account that was disabled.",
        footer = {"", "Example:", "  stead account enable anna"})
final class AccountEnableCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(paramLabel = "NAME", description = "The account.")
    String name = "";

    AccountEnableCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        AccountView changed =
                accounts.change(Surface.caller(), name, new AccountChange(null, false));
        if (options.json) {
            surface.json(changed);
        } else {
            surface.out().println("the account " + changed.name() + " is enabled");
        }
        return 0;
    }
}
