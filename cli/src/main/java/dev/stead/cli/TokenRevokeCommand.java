package dev.stead.cli;

import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code stead token revoke}. */
@Command(
        name = "revoke",
        description = "Revokes a token at once.",
        footer = {"", "Example:", "  stead token revoke 4f1c"})
final class TokenRevokeCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(paramLabel = "ID", description = "The token, as stead token list shows it.")
    String id = "";

    TokenRevokeCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        new AccountsClient(system.in(surface.systems()).socket()).revokeToken(Surface.caller(), id);
        surface.out().println("the token " + id + " is revoked");
        return 0;
    }
}
