package dev.stead.control.accounts;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.AccountView;
import dev.stead.api.Accounts.AddedAccount;
import dev.stead.api.Accounts.NewAccount;
import dev.stead.api.Accounts.ResetLink;
import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.accounts.Commands.Action;
import dev.stead.control.accounts.Commands.Changed;

import org.jdbi.v3.core.Handle;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What operators do with accounts. */
final class AccountCommands {
    private final Commands commands;
    private final LiveSessions sessions;
    private final Passwords passwords;
    private final PasswordLinks links;
    private final Lockout lockout;
    private final AccountViews views;
    private final Mint mint;
    private final InstantSource wall;
    private final Departures departures;

    AccountCommands(
            Commands commands,
            LiveSessions sessions,
            Passwords passwords,
            PasswordLinks links,
            Lockout lockout,
            AccountViews views,
            Mint mint,
            InstantSource wall,
            Departures departures) {
        this.commands = commands;
        this.sessions = sessions;
        this.passwords = passwords;
        this.links = links;
        this.lockout = lockout;
        this.views = views;
        this.mint = mint;
        this.wall = wall;
        this.departures = departures;
    }

    /** What is done to an account that the caller may change. */
    private interface Work<T> {
        Changed<T> run(Handle h, Known by, Account account);
    }

    private <T> T change(Caller caller, String words, String name, Work<T> work) {
        return commands.change(
                caller,
                Permission.CHANGE_ACCOUNTS,
                new Action(words, AccountName.lower(name)),
                (h, by) -> {
                    Account account = AccountTable.named(h, name);
                    Identification.permitOn(by, account.role());
                    return work.run(h, by, account);
                });
    }

    List<AccountView> all(Caller caller) {
        return commands.see(
                caller,
                Permission.SEE_ACCOUNTS,
                (h, by) -> AccountTable.all(h).stream().map(a -> views.of(h, a)).toList());
    }

    AccountView one(Caller caller, String name) {
        return commands.see(
                caller,
                Permission.SEE_ACCOUNTS,
                (h, by) -> views.of(h, AccountTable.named(h, name)));
    }

    AddedAccount add(Caller caller, NewAccount wanted) {
        // Nobody who may not gets a password hashed.
        commands.demand(caller, Permission.CHANGE_ACCOUNTS);
        String name = AccountName.accept(wanted.name());
        Optional<PasswordHash> hash =
                Optional.ofNullable(wanted.password()).map(p -> passwords.made(p, name));
        Role role = Objects.requireNonNullElse(wanted.role(), Role.USER);
        TreeSet<String> groups = new TreeSet<>();
        Objects.requireNonNullElse(wanted.groups(), List.<String>of())
                .forEach(g -> groups.add(AccountName.group(g)));
        return commands.change(
                caller,
                Permission.CHANGE_ACCOUNTS,
                new Action("account add", name),
                (h, by) -> {
                    Identification.permitOn(by, role);
                    Account account = inserted(h, name, role, hash);
                    groups.forEach(g -> GroupTable.join(h, account.id(), g));
                    Optional<ResetLink> link =
                            hash.isPresent()
                                    ? Optional.empty()
                                    : Optional.of(links.make(h, account));
                    return Changed.to(
                            new AddedAccount(views.of(h, account), link),
                            account.summary() + " " + GroupCommands.groups(h, account));
                });
    }

    private Account inserted(Handle h, String name, Role role, Optional<PasswordHash> hash) {
        if (AccountTable.byName(h, name).isPresent()) {
            throw new SteadException(
                    Code.CONFLICT,
                    "there is an account " + name + " already",
                    "take another name, or change that one");
        }
        Account bare = Account.made(mint.id(), name, role, wall.millis());
        Account account = hash.map(bare::with).orElse(bare);
        AccountTable.insert(h, account);
        return account;
    }

    AccountView change(Caller caller, String name, AccountChange wanted) {
        return change(
                caller,
                words(wanted),
                name,
                (h, by, account) -> {
                    Role role = Objects.requireNonNullElse(wanted.role(), account.role());
                    Identification.permitOn(by, role);
                    boolean off = Objects.requireNonNullElse(wanted.disabled(), account.disabled());
                    Account now = account.with(role, off);
                    if (account.isActingOperator() && !now.isActingOperator()) {
                        keepAnOperator(h, account);
                    }
                    AccountTable.update(h, now);
                    if (!now.equals(account)) {
                        sessions.askAgain(h);
                    }
                    if (off) {
                        sessions.endAll(h, account.id());
                        PasswordLinks.drop(h, account);
                        departures.barred(h, account.name());
                    }
                    return new Changed<>(views.of(h, now), account.summary(), now.summary());
                });
    }

    private static String words(AccountChange wanted) {
        if (wanted.disabled() == null || wanted.role() != null) {
            return "account change";
        }
        return wanted.disabled() ? "account disable" : "account enable";
    }

    private static void keepAnOperator(Handle h, Account account) {
        if (!AccountTable.hasOtherOperator(h, account)) {
            throw new SteadException(
                    Code.CONFLICT,
                    account.name() + " is the last operator who can sign in",
                    "make another account an operator first");
        }
    }

    void remove(Caller caller, String name) {
        change(
                caller,
                "account remove",
                name,
                (h, by, account) -> {
                    if (account.isActingOperator()) {
                        keepAnOperator(h, account);
                    }
                    String before = account.summary() + " " + GroupCommands.groups(h, account);
                    sessions.endAll(h, account.id());
                    sessions.askAgain(h);
                    departures.barred(h, account.name());
                    AccountTable.delete(h, account);
                    lockout.remove(h, account.name());
                    return new Changed<>(true, before, "");
                });
    }

    ResetLink resetLink(Caller caller, String name) {
        return change(
                caller,
                "account link",
                name,
                (h, by, account) -> {
                    if (account.disabled()) {
                        throw new SteadException(
                                Code.CONFLICT,
                                "the account " + account.name() + " is disabled",
                                "enable it first");
                    }
                    ResetLink link = links.make(h, account);
                    return Changed.to(link, "ends=" + link.ends());
                });
    }

    void setPassword(Caller caller, String name, String password) {
        Account seen =
                commands.see(
                        caller,
                        Permission.CHANGE_ACCOUNTS,
                        (h, by) -> {
                            Account account = AccountTable.named(h, name);
                            Identification.permitOn(by, account.role());
                            return account;
                        });
        PasswordHash hash = passwords.made(password, seen.name());
        change(
                caller,
                "account password",
                name,
                (h, by, account) -> {
                    passwords.give(h, account, hash, "");
                    return Changed.to(true, "");
                });
    }

    void removeTotp(Caller caller, String name) {
        change(
                caller,
                "account totp",
                name,
                (h, by, account) -> {
                    AccountTable.update(h, account.with(Optional.empty(), account.totpStep()));
                    SpareCodes.drop(h, account);
                    return new Changed<>(true, "totp=" + account.totp().isPresent(), "totp=false");
                });
    }

    void endSessions(Caller caller, String name) {
        change(
                caller,
                "account sign-out",
                name,
                (h, by, account) -> {
                    int ended = sessions.endAll(h, account.id());
                    departures.signedOut(h, account.name());
                    return new Changed<>(true, "sessions=" + ended, "sessions=0");
                });
    }
}
