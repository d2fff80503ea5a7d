package dev.stead.cli;

import dev.stead.api.Engines.EngineView;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code stead engine list}. */
@Command(
        name = "list",
        description = "Lists all engines that are open, and those that are kept warm.",
        footer = {"", "Examples:", "  stead engine list", "  stead engine list planning --json"})
final class EngineListCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(paramLabel = "SYSTEM", arity = "0..1", description = "Which system.")
    List<String> arguments = new ArrayList<>();

    EngineListCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        List<EngineView> engines =
                surface.systems().only(arguments).engines().list(Surface.caller(), true);
        if (options.json) {
            surface.json(Map.of("engines", engines.stream().map(ListedEngine::of).toList()));
        } else {
            lines(engines, surface.style(), Instant.now()).forEach(surface.out()::println);
        }
        return 0;
    }

    static List<String> lines(List<EngineView> engines, Style style, Instant now) {
        Table table = new Table("ID", "COMPONENT", "USER", "STATE", "AGE", "IDLE", "MEMORY", "URL");
        for (EngineView engine : engines) {
            table.add(
                    engine.id(),
                    engine.component() + engine.resource().map(r -> " (" + r + ")").orElse(""),
                    engine.user().orElse(style.dim("warm")),
                    style.state(engine.state()),
                    StatusCommand.age(Duration.between(engine.since(), now)),
                    StatusCommand.age(Duration.ofSeconds(engine.idle())),
                    engine.memory() > 0 ? (engine.memory() >> 20) + " MiB" : "",
                    engine.url());
        }
        return table.lines();
    }
}
