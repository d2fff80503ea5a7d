package dev.stead.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Map;
import java.util.concurrent.Callable;

/** {@code stead version}. */
@Command(
        name = "version",
        description = "Shows the versions of Stead and of the Java that runs it.",
        footer = {"", "Example:", "  stead version --json"})
final class VersionCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    VersionCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        String java = Runtime.version().toString();
        if (options.json) {
            surface.json(Map.of("version", surface.version(), "java", java));
        } else {
            surface.out().println("stead " + surface.version() + " (Java " + java + ")");
        }
        return 0;
    }
}
