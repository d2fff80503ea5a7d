package dev.stead.cli;

import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/** The system file that a command is about. */
final class FileArgument {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = ".",
            description = "A system file, or the folder that holds stead.yaml (default: here).")
    String file = ".";

    /** The file itself, absolute. */
    Path in(Systems systems) {
        return systems.file(file);
    }
}
