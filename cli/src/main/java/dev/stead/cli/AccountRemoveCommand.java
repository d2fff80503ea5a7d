package dev.stead.cli;

import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code stead account remove}. */
@Command(
        name = "remove",
        description =
                "Removes an account with its sessions and tokens; the audit log keeps its name.",
        footer = {"", "Example:", "  stead account remove anna"})
final class AccountRemoveCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(paramLabel = "NAME", description = "The account.")
    String name = "";

    AccountRemoveCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        new AccountsClient(system.in(surface.systems()).socket()).remove(Surface.caller(), name);
        surface.out().println("the account " + name + " is removed");
        return 0;
    }
}
