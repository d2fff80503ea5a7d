package dev.stead.cli;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code stead token}: a family of commands. */
@Command(name = "token", description = "Tokens with which programs use the HTTP API.")
final class TokenCommand implements Callable<Integer> {
    @Mixin Options options = new Options();

    static CommandLine family(Surface surface) {
        CommandLine family = new CommandLine(new TokenCommand());
        family.addSubcommand("add", new TokenAddCommand(surface));
        family.addSubcommand("list", new TokenListCommand(surface));
        family.addSubcommand("revoke", new TokenRevokeCommand(surface));
        return family;
    }

    @Override
    public Integer call() {
        throw new SteadException(
                Code.WRONG_USAGE,
                "a subcommand is missing",
                "such as stead token add ACCOUNT NAME; stead token --help lists them");
    }
}
