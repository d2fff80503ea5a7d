package dev.stead.cli;

import dev.stead.api.Engines.Use;
import dev.stead.api.UsageText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code stead engine usage}. */
@Command(
        name = "usage",
        description = "Shows who used engines, for how long, and what they took.",
        footer = {
            "",
            "Examples:",
            "  stead engine usage",
            "  stead engine usage --from 2026-01-01T00:00:00Z --csv >usage.csv"
        })
final class EngineUsageCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Engines that were open then or later.")
    @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Engines that were open before that.")
    @Nullable Instant to;

    @Option(names = "--csv", description = "Print CSV (RFC 4180), a line for each engine.")
    boolean csv;

    @Parameters(paramLabel = "SYSTEM", arity = "0..1", description = "Which system.")
    List<String> arguments = new ArrayList<>();

    EngineUsageCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        List<Use> uses =
                surface.systems()
                        .only(arguments)
                        .engines()
                        .usage(
                                Surface.caller(),
                                from == null ? Instant.EPOCH : from,
                                to == null ? Instant.MAX : to);
        if (csv) {
            surface.out().print(UsageText.CSV_HEAD + UsageText.csv(uses));
        } else if (options.json) {
            surface.json(Map.of("uses", uses));
        } else {
            UsageSums.lines(uses, Instant.now()).forEach(surface.out()::println);
        }
        return 0;
    }
}
