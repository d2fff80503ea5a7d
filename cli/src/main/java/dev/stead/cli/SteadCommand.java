package dev.stead.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(
        name = "stead",
        mixinStandardHelpOptions = false,
        description = "Hosts data applications: one file describes a system, stead runs it.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "SYSTEM is a system file, the folder that holds stead.yaml, or the name of",
            "a running system; it may be left out when only one runs.",
            "",
            "Examples:",
            "  stead up examples/planning      run a system and follow it",
            "  stead status                    what runs",
            "  stead logs api -f               follow a component's log",
            "",
            "Exit status: 0 done, 1 failed, 2 wrong usage or a wrong file."
        })
final class SteadCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @picocli.CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
