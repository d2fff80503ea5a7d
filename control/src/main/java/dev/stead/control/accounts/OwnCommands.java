package dev.stead.control.accounts;

import dev.stead.api.Accounts.Enrolment;
import dev.stead.api.Accounts.Me;
import dev.stead.api.Accounts.PasswordChange;
import dev.stead.api.Accounts.RecoveryCodes;
import dev.stead.api.Accounts.SessionView;
import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.api.SignIn.Place;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.accounts.Commands.Action;
import dev.stead.control.accounts.Commands.Changed;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What people do with their own account, but for tokens. */
final class OwnCommands {
    private final Commands commands;
    private final LiveSessions sessions;
    private final Passwords passwords;
    private final SteadyClock clock;
    private final InstantSource wall;
    private final Mint mint;
    private final Supplier<Rules> rules;
    private final Departures departures;

    OwnCommands(
            Commands commands,
            LiveSessions sessions,
            Passwords passwords,
            SteadyClock clock,
            InstantSource wall,
            Mint mint,
            Supplier<Rules> rules,
            Departures departures) {
        this.commands = commands;
        this.sessions = sessions;
        this.passwords = passwords;
        this.clock = clock;
        this.wall = wall;
        this.mint = mint;
        this.rules = rules;
        this.departures = departures;
    }

    /**
     * The account of whoever asks.
     *
     * @throws SteadException CONFLICT for the owner of the server
     */
    static Account own(Known by) {
        return by.account()
                .orElseThrow(() ->
                        new SteadException(
                                Code.CONFLICT,
                                "the owner of the server has no account of their own",
                                "name an account, such as stead account password NAME; or sign in"
                                        + " to one in the console"));
    }

    Me me(Caller caller) {
        return commands.see(
                caller,
                Permission.SEE_OWN,
                (h, by) ->
                        new Me(
                                by.asker().name(),
                                by.asker().role(),
                                by.asker().groups(),
                                by.account().flatMap(Account::totp).isPresent(),
                                by.account().map(a -> SpareCodes.left(h, a)).orElse(0),
                                by.asker().owner()));
    }

    List<SessionView> sessions(Caller caller) {
        return commands.see(
                caller,
                Permission.SEE_OWN,
                (h, by) ->
                        by.account().map(a -> sessions.of(h, a.id())).orElse(List.of()).stream()
                                .map(s -> view(s, by))
                                .toList());
    }

    private SessionView view(SessionRow session, Known by) {
        return new SessionView(
                session.id(),
                clock.onTheWall(session.began()),
                clock.onTheWall(session.used()),
                session.address(),
                session.agent(),
                by.session().equals(Optional.of(session.id())));
    }

    void endSession(Caller caller, String id) {
        commands.change(
                caller,
                Permission.CHANGE_OWN,
                new Action("session end", id),
                (h, by) -> {
                    Account account = own(by);
                    SessionRow session =
                            SessionTable.byId(h, id)
                                    .filter(s -> s.account().equals(account.id()))
                                    .orElseThrow(() ->
                                            new SteadException(
                                                    Code.UNKNOWN,
                                                    "there is no such session",
                                                    "it may have ended already"));
                    if (sessions.endLast(h, session)) {
                        departures.signedOut(h, account.name());
                    }
                    return Changed.to(true, "");
                });
    }

    void changePassword(Caller caller, PasswordChange change) {
        Known asker = commands.see(caller, Permission.CHANGE_OWN, (h, by) -> by);
        Account account = own(asker);
        passwords.prove(asker.asker(), account, change.current());
        PasswordHash hash = passwords.made(change.wanted(), account.name());
        commands.change(
                caller,
                Permission.CHANGE_OWN,
                new Action("account password", account.name()),
                (h, by) -> {
                    passwords.give(h, same(account, by), hash, by.session().orElse(""));
                    return Changed.to(true, "");
                });
    }

    /** The account as it is now, with the password that was proven. */
    private static Account same(Account proven, Known by) {
        Account now = own(by);
        if (!Passwords.isSame(proven, now)) {
            throw new SteadException(
                    Code.CONFLICT, "the password was changed meanwhile", "try once more");
        }
        return now;
    }

    /** Whoever holds a stolen session must not put their own factor in its place. */
    private static void refuseWhenInUse(Account own) {
        if (own.totp().isPresent()) {
            throw new SteadException(
                    Code.CONFLICT,
                    "a second factor is in use",
                    "take it away first, with your password");
        }
    }

    Enrolment beginTotp(Caller caller) {
        String secret = Base32.of(mint.bytes(Totp.KEY_BYTES));
        Account account =
                commands.change(
                        caller,
                        Permission.CHANGE_OWN,
                        Action.own("account totp begin"),
                        (h, by) -> {
                            Account own = own(by);
                            refuseWhenInUse(own);
                            AccountTable.update(h, own.beginning(secret));
                            return Changed.to(own, "");
                        });
        String issuer =
                "Stead" + rules.get().place().map(Place::system).map(s -> " " + s).orElse("");
        return new Enrolment(
                secret,
                "otpauth://totp/"
                        + encoded(issuer + ":" + account.name())
                        + "?secret="
                        + secret
                        + "&issuer="
                        + encoded(issuer));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    RecoveryCodes confirmTotp(Caller caller, String code) {
        return commands.change(
                caller,
                Permission.CHANGE_OWN,
                Action.own("account totp"),
                (h, by) -> {
                    Account account = own(by);
                    String secret =
                            account.totpBegun()
                                    .orElseThrow(() ->
                                            new SteadException(
                                                    Code.CONFLICT,
                                                    "no second factor was begun",
                                                    "begin one first"));
                    OptionalLong step =
                            new Totp(secret)
                                    .match(
                                            code.strip().replace(" ", ""),
                                            wall.instant().getEpochSecond(),
                                            0);
                    if (step.isEmpty()) {
                        throw new SteadException(
                                Code.WRONG_USAGE,
                                "the code is wrong",
                                "type the one that is shown now; the clock of the telephone must be"
                                        + " right");
                    }
                    AccountTable.update(h, account.with(Optional.of(secret), step.getAsLong()));
                    return new Changed<>(
                            new RecoveryCodes(SpareCodes.make(h, account, mint)),
                            "totp=" + account.totp().isPresent(),
                            "totp=true");
                });
    }

    void dropTotp(Caller caller, String password) {
        Known asker = commands.see(caller, Permission.CHANGE_OWN, (h, by) -> by);
        Account account = own(asker);
        passwords.prove(asker.asker(), account, password);
        commands.change(
                caller,
                Permission.CHANGE_OWN,
                new Action("account totp", account.name()),
                (h, by) -> {
                    Account now = same(account, by);
                    AccountTable.update(h, now.with(Optional.empty(), now.totpStep()));
                    SpareCodes.drop(h, now);
                    return new Changed<>(true, "totp=" + now.totp().isPresent(), "totp=false");
                });
    }
}
