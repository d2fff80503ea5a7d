package dev.stead.cli;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code stead group}: a family of commands. */
@Command(
        name = "group",
        description = "Groups of accounts, for routes with access: { groups: [..] }.")
final class GroupCommand implements Callable<Integer> {
    @Mixin Options options = new Options();

    static CommandLine family(Surface surface) {
        CommandLine family = new CommandLine(new GroupCommand());
        family.addSubcommand("add", new GroupAddCommand(surface));
        family.addSubcommand("list", new GroupListCommand(surface));
        family.addSubcommand("remove", new GroupRemoveCommand(surface));
        return family;
    }

    @Override
    public Integer call() {
        throw new SteadException(
                Code.WRONG_USAGE,
                "a subcommand is missing",
                "such as stead group add GROUP ACCOUNT; stead group --help lists them");
    }
}
