package dev.stead.cli;

import dev.stead.api.Accounts.AddedAccount;
import dev.stead.api.Accounts.NewAccount;
import dev.stead.api.AccountsClient;
import dev.stead.api.Role;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead account add}. */
@Command(
        name = "add",
        description = {
            "Adds an account. Without a password it prints a link by which its owner sets one,"
                    + " once."
        },
        footer = {
            "",
            "Examples:",
            "  stead account add anna --group planners",
            "  stead account add bert --role viewer --password-stdin <password.txt"
        })
final class AccountAddCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and . _ - @")
    String name = "";

    @Option(names = "--role", description = "operator, viewer or user (the default).")
    Role role = Role.USER;

    @Option(
            names = {"-g", "--group"},
            description = "A group it is a member of; may be given several times.")
    List<String> groups = List.of();

    @Option(names = "--password-stdin", description = "Read its password from standard input.")
    boolean passwordStdin;

    AccountAddCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() throws IOException {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        String password = passwordStdin ? new TypedPassword(surface).read("Password") : null;
        AddedAccount added =
                accounts.add(Surface.caller(), new NewAccount(name, role, groups, password));
        if (options.json) {
            surface.json(added);
            return 0;
        }
        surface.out().println("the account " + added.account().name() + " is added");
        added.link().ifPresent(link -> AccountPasswordCommand.show(surface, link));
        return 0;
    }
}
