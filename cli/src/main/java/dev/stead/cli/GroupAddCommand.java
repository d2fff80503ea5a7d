package dev.stead.cli;

import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead group add}. */
@Command(
        name = "add",
        description = "Makes accounts members of a group; a group exists while it has members.",
        footer = {"", "Example:", "  stead group add planners anna bert"})
final class GroupAddCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(index = "0", paramLabel = "GROUP", description = "The group.")
    String group = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ACCOUNT", description = "Accounts.")
    List<String> members = List.of();

    GroupAddCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        members.forEach(account -> accounts.join(Surface.caller(), group, account));
        surface.out().println(String.join(", ", members) + " are members of " + group);
        return 0;
    }
}
