package dev.stead.cli;

import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead group remove}. */
@Command(
        name = "remove",
        description = "Ends memberships.",
        footer = {"", "Example:", "  stead group remove planners anna bert"})
final class GroupRemoveCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(index = "0", paramLabel = "GROUP", description = "The group.")
    String group = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ACCOUNT", description = "Accounts.")
    List<String> members = List.of();

    GroupRemoveCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        members.forEach(account -> accounts.leave(Surface.caller(), group, account));
        surface.out().println(String.join(", ", members) + " are no members of " + group);
        return 0;
    }
}
