package dev.stead.cli;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.AccountView;
import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code stead account disable}. */
@Command(
        name = "disable",
        description =
                "Disables an account: its sessions end at once, and nobody can sign in with it.",
        footer = {"", "Example:", "  stead account disable anna"})
final class AccountDisableCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(paramLabel = "NAME", description = "The account.")
    String name = "";

    AccountDisableCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        AccountView changed =
                accounts.change(Surface.caller(), name, new AccountChange(null, true));
        if (options.json) {
            surface.json(changed);
        } else {
            surface.out().println("the account " + changed.name() + " is disabled");
        }
        return 0;
    }
}
