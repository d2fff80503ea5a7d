package dev.stead.cli;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.AccountView;
import dev.stead.api.AccountsClient;
import dev.stead.api.Role;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code stead account role}. */
@Command(
        name = "role",
        description = "Gives an account another role.",
        footer = {"", "Example:", "  stead account role anna viewer"})
final class AccountRoleCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
    String name = "";

    @Parameters(index = "1", paramLabel = "ROLE", description = "operator, viewer or user.")
    Role role = Role.USER;

    AccountRoleCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        AccountView changed =
                accounts.change(Surface.caller(), name, new AccountChange(role, null));
        if (options.json) {
            surface.json(changed);
        } else {
            surface.out().println(changed.name() + " has the role " + changed.role().word());
        }
        return 0;
    }
}
