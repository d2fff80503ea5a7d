package dev.stead.cli;

import dev.stead.api.Engines.EngineView;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead engine extend}. */
@Command(
        name = "extend",
        description = "Counts as use of an engine: its idle time begins anew.",
        footer = {"", "Example:", "  stead engine extend notebook-3"})
final class EngineExtendCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(
            paramLabel = "[SYSTEM] ID",
            arity = "0..*",
            description = "Which system, then which engine.")
    List<String> arguments = new ArrayList<>();

    EngineExtendCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Systems.Target target = surface.systems().target(arguments);
        EngineView engine = target.engines().extend(Surface.caller(), target.one("an engine's id"));
        if (options.json) {
            surface.json(ListedEngine.of(engine));
            return 0;
        }
        surface.out()
                .println(
                        engine.id()
                                + engine.ends()
                                        .map(at ->
                                                " lasts until "
                                                        + Times.text(at)
                                                        + ", and longer when it is used")
                                        .orElse(" lasts"));
        return 0;
    }
}
