package dev.stead.cli;

import dev.stead.api.Accounts.AccountView;
import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code stead account list}. */
@Command(
        name = "list",
        description = "Lists all accounts.",
        footer = {"", "Example:", "  stead account list --json"})
final class AccountListCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    AccountListCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        List<AccountView> all = accounts.accounts(Surface.caller());
        if (options.json) {
            surface.json(Map.of("accounts", all));
            return 0;
        }
        Table table = new Table("NAME", "ROLE", "GROUPS", "STATE", "2ND FACTOR", "LAST SIGN-IN");
        for (AccountView account : all) {
            table.add(
                    account.name(),
                    account.role().word(),
                    String.join(" ", account.groups()),
                    state(account),
                    account.totp() ? "yes" : "no",
                    account.lastSignIn().map(Times::text).orElse("never"));
        }
        table.lines().forEach(surface.out()::println);
        return 0;
    }

    /** Whether somebody can sign in with it. */
    static String state(AccountView account) {
        if (account.disabled()) {
            return "disabled";
        }
        if (!account.password()) {
            return "no password yet";
        }
        return account.lockedUntil().map(t -> "waits until " + Times.text(t)).orElse("enabled");
    }
}
