package dev.stead.cli;

import dev.stead.api.Engines.EngineView;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead engine enter}. */
@Command(
        name = "enter",
        description = "Lets an operator into somebody's engine, which the audit log tells.",
        footer = {"", "Example:", "  stead engine enter notebook-3"})
final class EngineEnterCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(
            paramLabel = "[SYSTEM] ID",
            arity = "0..*",
            description = "Which system, then which engine.")
    List<String> arguments = new ArrayList<>();

    EngineEnterCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Systems.Target target = surface.systems().target(arguments);
        EngineView engine = target.engines().enter(Surface.caller(), target.one("an engine's id"));
        if (options.json) {
            surface.json(ListedEngine.of(engine));
        } else {
            surface.out().println(engine.id() + " lets you in, at " + engine.url());
        }
        return 0;
    }
}
