package dev.stead.cli;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** The first word of a family of commands, such as {@code account} of {@code account add}. */
@Command
final class Family implements Callable<Integer> {
    private final String name;
    private final String example;

    @Mixin Options options = new Options();

    private Family(String name, String example) {
        this.name = name;
        this.example = example;
    }

    /** Without members yet. */
    static CommandLine of(String name, String description, String example) {
        CommandLine family = new CommandLine(new Family(name, example));
        family.getCommandSpec().name(name).usageMessage().description(description);
        return family;
    }

    @Override
    public Integer call() {
        throw new SteadException(
                Code.WRONG_USAGE,
                "a subcommand is missing",
                "such as " + example + "; stead " + name + " --help lists them");
    }
}
