package dev.stead.cli;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead restart}. */
@Command(
        name = "restart",
        description = {
            "Restarts a component, one instance at a time.",
            "A service's new instance is healthy before the old one goes."
        },
        footer = {"", "Examples:", "  stead restart api", "  stead restart planning db"})
final class RestartCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(
            paramLabel = "[SYSTEM] COMPONENT",
            hideParamSyntax = true,
            arity = "1..2",
            description = "Which system, then which component.")
    List<String> arguments = new ArrayList<>();

    RestartCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Systems.Target target = surface.systems().target(arguments);
        if (target.rest().size() != 1) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "one component is needed",
                    "stead restart [SYSTEM] COMPONENT");
        }
        Report.of(
                surface,
                options.json,
                p -> target.client().restart(Surface.caller(), target.rest().getFirst(), p));
        return 0;
    }
}
