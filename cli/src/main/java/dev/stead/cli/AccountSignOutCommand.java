package dev.stead.cli;

import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code stead account sign-out}. */
@Command(
        name = "sign-out",
        description = "Ends all sessions of an account.",
        footer = {"", "Example:", "  stead account sign-out anna"})
final class AccountSignOutCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(paramLabel = "NAME", description = "The account.")
    String name = "";

    AccountSignOutCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        new AccountsClient(system.in(surface.systems()).socket())
                .endSessions(Surface.caller(), name);
        surface.out().println("all sessions of " + name + " have ended");
        return 0;
    }
}
