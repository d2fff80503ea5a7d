package dev.stead.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code stead engine stop}. */
@Command(
        name = "stop",
        description = "Ends an engine; returns when nothing of it is left but its home.",
        footer = {
            "",
            "Examples:",
            "  stead engine stop notebook-3",
            "  stead engine stop planning lab-7"
        })
final class EngineStopCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(
            paramLabel = "[SYSTEM] ID",
            arity = "0..*",
            description = "Which system, then which engine.")
    List<String> arguments = new ArrayList<>();

    EngineStopCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Systems.Target target = surface.systems().target(arguments);
        String id = target.one("an engine's id");
        target.engines().stop(Surface.caller(), id);
        if (options.json) {
            surface.json(Map.of("id", id));
        } else {
            surface.out().println(id + " has ended");
        }
        return 0;
    }
}
