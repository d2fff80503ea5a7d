package dev.stead.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code stead completion}. */
@Command(
        name = "completion",
        description = "Prints a completion script for bash and zsh.",
        footer = {"", "Example:", "  source <(stead completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();
    @Spec CommandSpec spec = CommandSpec.create();

    CompletionCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        surface.out().print(AutoComplete.bash("stead", spec.root().commandLine()));
        return 0;
    }
}
