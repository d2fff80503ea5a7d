package dev.stead.cli;

import dev.stead.base.StateFolder;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;

/** Which system a command is about, where its arguments name something else. */
final class SystemOption {
    @Option(
            names = {"-s", "--system"},
            paramLabel = "SYSTEM",
            description = "A running system, or its file; not needed where only one runs.")
    @Nullable String system;

    StateFolder in(Systems systems) {
        return systems.only(system == null ? List.of() : List.of(system)).folder();
    }
}
