package dev.stead.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
final class Options {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--json", description = "Print JSON of a documented, stable shape.")
    boolean json;
}
