package dev.stead.cli;

import dev.stead.api.Accounts.NewToken;
import dev.stead.api.Accounts.TokenRequest;
import dev.stead.api.AccountsClient;
import dev.stead.api.Scope;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead token add}. */
@Command(
        name = "add",
        description = {"Makes a token for the HTTP API and prints its secret, this once."},
        footer = {"", "Example:", "  stead token add anna nightly-report --scope read --for 90d"})
final class TokenAddCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "Whose rights it has.")
    String account = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "What it is for.")
    String name = "";

    @Option(
            names = "--scope",
            split = ",",
            description = "read, run, accounts, or several; read without it.")
    List<Scope> scopes = List.of(Scope.READ);

    @Option(
            names = "--for",
            paramLabel = "DAYS",
            description = "How many days it works, such as 30d, at most 365d; 90d without it.")
    String days = "90d";

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the secret and nothing else.")
    boolean quiet;

    TokenAddCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        NewToken made =
                accounts.makeTokenFor(
                        Surface.caller(), account, new TokenRequest(name, scopes, ends()));
        if (options.json) {
            surface.json(made);
        } else if (quiet) {
            surface.out().println(made.secret());
        } else {
            surface.out()
                    .println(
                            "this token of "
                                    + account
                                    + " works until "
                                    + Times.text(made.token().ends())
                                    + "; it is shown only now:");
            surface.out().println(made.secret());
        }
        return 0;
    }

    private Instant ends() {
        if (!days.matches("[0-9]{1,3}d?")) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "`" + days + "` is no number of days",
                    "write one such as --for 30d");
        }
        return Instant.now().plus(Duration.ofDays(Long.parseLong(days.replace("d", ""))));
    }
}
