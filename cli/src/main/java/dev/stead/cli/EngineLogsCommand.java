package dev.stead.cli;

import dev.stead.base.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead engine logs}. */
@Command(
        name = "logs",
        description = "Shows what an engine wrote.",
        footer = {
            "",
            "Examples:",
            "  stead engine logs notebook-3 -f",
            "  stead engine logs lab-7 -n 1000"
        })
final class EngineLogsCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what it writes from now on.")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "100",
            paramLabel = "N",
            description = "How many of the last lines (default: 100).")
    int lines = 100;

    @Parameters(
            paramLabel = "[SYSTEM] ID",
            arity = "0..*",
            description = "Which system, then which engine.")
    List<String> arguments = new ArrayList<>();

    EngineLogsCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Systems.Target target = surface.systems().target(arguments);
        String id = target.one("an engine's id");
        Followers followers = new Followers(surface.out(), surface.style());
        Json json = new Json();
        target.engines()
                .logs(
                        Surface.caller(),
                        id,
                        lines,
                        follow,
                        line -> {
                            if (options.json) {
                                surface.out().println(Plain.json(json.write(line)));
                            } else {
                                followers.line(line);
                            }
                        });
        return 0;
    }
}
