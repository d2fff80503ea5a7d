package dev.stead.cli;

import dev.stead.base.Code;
import dev.stead.base.Rights;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead secret}. */
@Command(
        name = "secret",
        description = "Gives secrets their values.",
        subcommands = {})
final class SecretCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    SecretCommand(Surface surface) {
        this.surface = surface;
    }

    /** {@code stead secret set}. */
    @Command(
            name = "set",
            description = {
                "Sets a secret to what it reads from standard input, up to the first line's end.",
                "The value takes effect when an instance that uses it starts the next time."
            },
            footer = {"", "Example:", "  stead secret set examples/planning mail-key <key.txt"})
    int set(
            @Parameters(
                            paramLabel = "[SYSTEM] NAME",
                            arity = "1..2",
                            description = "A system file or a running system, then the secret.")
                    List<String> arguments,
            @Option(
                            names = {"-h", "--help"},
                            usageHelp = true,
                            description = "Show this help.")
                    boolean help)
            throws IOException {
        List<String> words = new ArrayList<>(arguments);
        String name = words.removeLast();
        if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "`" + name + "` is no name of a secret",
                    "use small letters, digits and hyphens, a letter first");
        }
        String system =
                words.isEmpty()
                        ? surface.systems().only(words).system()
                        : surface.systems().nameOf(words.getFirst());
        String value = new TypedPassword(surface).read("Value of " + name);
        if (value.isBlank()) {
            throw new SteadException(
                    Code.WRONG_USAGE, "the value is empty", "give it on standard input");
        }
        StateFolder folder = surface.systems().folder(system);
        Rights.makeFolder(folder.root(), StateFolder.MODE);
        new Secrets(folder.secrets(), new SecureRandom()).put(name, value);
        surface.out().println("the secret " + name + " of " + system + " is set");
        return 0;
    }

    @Override
    public Integer call() {
        throw new SteadException(
                Code.WRONG_USAGE, "a subcommand is missing", "stead secret set NAME");
    }
}
