package dev.stead.cli;

import dev.stead.api.Control.Purged;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code stead purge}. */
@Command(
        name = "purge",
        description = {
            "Takes away what the gateway keeps of a component's answers.",
            "With a path, only answers at that path or below it."
        },
        footer = {"", "Examples:", "  stead purge api", "  stead purge planning api /news"})
final class PurgeCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(
            paramLabel = "[SYSTEM] COMPONENT [PATH]",
            hideParamSyntax = true,
            arity = "1..3",
            description = "Which system, which component, and which path of it.")
    List<String> arguments = new ArrayList<>();

    PurgeCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Optional<String> path =
                Optional.of(arguments.getLast())
                        .filter(it -> arguments.size() > 1 && it.startsWith("/"));
        List<String> others =
                path.isPresent() ? arguments.subList(0, arguments.size() - 1) : arguments;
        Systems.Target target = surface.systems().target(others);
        if (target.rest().size() != 1) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "one component is needed, and at most one path, which begins with a slash",
                    "stead purge [SYSTEM] COMPONENT [PATH]");
        }
        Purged purged = target.client().purge(Surface.caller(), target.rest().getFirst(), path);
        if (options.json) {
            surface.json(purged);
        } else {
            surface.out().println("purged: " + purged.answers());
        }
        return 0;
    }
}
