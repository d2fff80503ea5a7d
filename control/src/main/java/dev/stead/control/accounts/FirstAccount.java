package dev.stead.control.accounts;

import dev.stead.api.Accounts.FirstOperator;
import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.control.accounts.Commands.Action;
import dev.stead.control.accounts.Commands.Changed;

import java.time.InstantSource;
import java.util.Optional;

/** Makes the account that a new system begins with. */
final class FirstAccount {
    private static final String NAME = "operator";
    private static final FirstOperator NONE = new FirstOperator(Optional.empty(), Optional.empty());

    private final Commands commands;
    private final Passwords passwords;
    private final Mint mint;
    private final InstantSource wall;

    FirstAccount(Commands commands, Passwords passwords, Mint mint, InstantSource wall) {
        this.commands = commands;
        this.passwords = passwords;
        this.mint = mint;
        this.wall = wall;
    }

    /** As {@link dev.stead.api.Accounts#firstOperator}. */
    FirstOperator make(Caller caller) {
        boolean late =
                commands.see(
                        caller, Permission.HOLD_SERVER, (h, by) -> AccountTable.everHeldOne(h));
        if (late) {
            return NONE;
        }
        String password = mint.password();
        PasswordHash hash = passwords.made(password, NAME);
        return commands.change(
                caller,
                Permission.HOLD_SERVER,
                new Action("account add", NAME),
                (h, by) -> {
                    if (AccountTable.everHeldOne(h)) {
                        return Changed.to(NONE, "");
                    }
                    Account account =
                            Account.made(mint.id(), NAME, Role.OPERATOR, wall.millis()).with(hash);
                    AccountTable.insert(h, account);
                    return Changed.to(
                            new FirstOperator(Optional.of(NAME), Optional.of(password)),
                            account.summary());
                });
    }
}
