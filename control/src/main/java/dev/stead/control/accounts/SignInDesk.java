package dev.stead.control.accounts;

import dev.stead.api.Caller;
import dev.stead.api.SignIn;
import dev.stead.control.state.StateDatabase;

import java.util.Optional;
import java.util.function.Supplier;

/** {@link SignIn} over its steps. */
final class SignInDesk implements SignIn {
    private final StateDatabase database;
    private final PasswordStep first;
    private final CodeStep second;
    private final Carrying carrying;
    private final PasswordLinks links;
    private final IdentityTokens tokens;
    private final Supplier<Rules> rules;
    private final LiveSessions sessions;
    private final AuditLog log;
    private final Departures departures;

    SignInDesk(
            StateDatabase database,
            PasswordStep first,
            CodeStep second,
            Carrying carrying,
            PasswordLinks links,
            IdentityTokens tokens,
            Supplier<Rules> rules,
            LiveSessions sessions,
            AuditLog log,
            Departures departures) {
        this.database = database;
        this.first = first;
        this.second = second;
        this.carrying = carrying;
        this.links = links;
        this.tokens = tokens;
        this.rules = rules;
        this.sessions = sessions;
        this.log = log;
        this.departures = departures;
    }

    @Override
    public Answer begin(String name, String password, From from) {
        return first.begin(name, password, from);
    }

    @Override
    public Answer confirm(String pending, String code, From from) {
        return second.confirm(pending, code, from);
    }

    @Override
    public void end(Caller.Session session) {
        database.write(h ->
                SessionTable.own(h, session.secret())
                        .ifPresent(s -> {
                            String who =
                                    AccountTable.byId(h, s.account()).map(Account::name).orElse("");
                            if (sessions.endLast(h, s)) {
                                departures.signedOut(h, who);
                            }
                            log.write(
                                    h,
                                    AuditLog.Event.of(
                                            who,
                                            session.address(),
                                            "sign-out",
                                            who,
                                            AuditLog.DONE,
                                            ""));
                        }));
    }

    @Override
    public String carry(Caller.Session session, String origin, String state) {
        return carrying.carry(session, origin, state);
    }

    @Override
    public Optional<String> linkFor(String link) {
        return links.accountOf(link);
    }

    @Override
    public void usePasswordLink(String link, String password, From from) {
        links.use(link, password, from);
    }

    @Override
    public String publicKeys() {
        return tokens.publicKeys();
    }

    @Override
    public Place place() {
        return rules.get().known();
    }
}
