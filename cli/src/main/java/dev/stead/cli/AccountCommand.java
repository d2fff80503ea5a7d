package dev.stead.cli;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code stead account}: a family of commands. */
@Command(name = "account", description = "Accounts of people who sign in.")
final class AccountCommand implements Callable<Integer> {
    @Mixin Options options = new Options();

    static CommandLine family(Surface surface) {
        CommandLine family = new CommandLine(new AccountCommand());
        family.addSubcommand("add", new AccountAddCommand(surface));
        family.addSubcommand("list", new AccountListCommand(surface));
        family.addSubcommand("show", new AccountShowCommand(surface));
        family.addSubcommand("role", new AccountRoleCommand(surface));
        family.addSubcommand("disable", new AccountDisableCommand(surface));
        family.addSubcommand("enable", new AccountEnableCommand(surface));
        family.addSubcommand("password", new AccountPasswordCommand(surface));
        family.addSubcommand("totp", new AccountTotpCommand(surface));
        family.addSubcommand("sign-out", new AccountSignOutCommand(surface));
        family.addSubcommand("remove", new AccountRemoveCommand(surface));
        return family;
    }

    @Override
    public Integer call() {
        throw new SteadException(
                Code.WRONG_USAGE,
                "a subcommand is missing",
                "such as stead account add NAME; stead account --help lists them");
    }
}
