package dev.stead.cli;

import dev.stead.api.Control.LogQuery;
import dev.stead.base.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead logs}. */
@Command(
        name = "logs",
        description = "Shows what components wrote.",
        footer = {
            "",
            "Examples:",
            "  stead logs                  the last lines of every component",
            "  stead logs api -f           follow one",
            "  stead logs planning api -n 1000"
        })
final class LogsCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what they write from now on.")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "100",
            paramLabel = "N",
            description = "How many of the last lines of each instance (default: 100).")
    int lines = 100;

    @Parameters(
            paramLabel = "[SYSTEM] COMPONENT",
            arity = "0..*",
            description = "Which system, then which components (default: all).")
    List<String> arguments = new ArrayList<>();

    LogsCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Systems.Target target = surface.systems().target(arguments);
        Followers followers = new Followers(surface.out(), surface.style());
        Json json = new Json();
        target.client()
                .logs(
                        Surface.caller(),
                        new LogQuery(target.rest(), lines, follow),
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
