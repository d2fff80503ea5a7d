package dev.stead.cli;

import dev.stead.api.Accounts.AccountView;
import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code stead account show}. */
@Command(
        name = "show",
        description = "Shows one account.",
        footer = {"", "Example:", "  stead account show anna"})
final class AccountShowCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(paramLabel = "NAME", description = "The account.")
    String name = "";

    AccountShowCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        AccountView account = accounts.account(Surface.caller(), name);
        if (options.json) {
            surface.json(account);
        } else {
            show(surface, account);
        }
        return 0;
    }

    /** Everything about it, a line each. */
    static void show(Surface surface, AccountView account) {
        Table table = new Table("account", account.name());
        table.add("role", account.role().word());
        table.add("groups", String.join(" ", account.groups()));
        table.add("state", AccountListCommand.state(account));
        table.add("second factor", account.totp() ? "yes" : "no");
        table.add("sessions", String.valueOf(account.sessions()));
        table.add("created", Times.text(account.created()));
        table.add("last sign-in", account.lastSignIn().map(Times::text).orElse("never"));
        table.lines().forEach(surface.out()::println);
    }
}
