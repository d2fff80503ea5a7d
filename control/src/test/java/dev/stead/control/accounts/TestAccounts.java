package dev.stead.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Accounts;
import dev.stead.api.Accounts.NewAccount;
import dev.stead.api.Audit;
import dev.stead.api.Caller;
import dev.stead.api.Role;
import dev.stead.api.Sessions;
import dev.stead.api.SignIn;
import dev.stead.api.SignIn.Answer;
import dev.stead.api.SignIn.From;
import dev.stead.base.StateFolder;
import dev.stead.control.state.StateDatabase;
import dev.stead.model.SystemFile;
import dev.stead.model.SystemSpec;

import org.jdbi.v3.core.statement.SqlLogger;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The role over real SQLite, with clocks that a test sets and hashes that cost little. */
final class TestAccounts implements AutoCloseable {
    static final HashCost CHEAP = new HashCost(64, 1, 1);
    static final Caller OWNER = new Caller.Owner("root");
    static final From HOME = new From("192.0.2.1", "Firefox");
    static final String PASSWORD = "correct horse battery";
    static final String OWN_HOST = "stead.example.com";
    static final String APP = "https://app.example.com";
    static final String APP_HOST = "app.example.com";
    static final String STATE = "what-the-browser-brings";

    private final Path folder;
    private final SqlLogger watch;
    private HashCost cost = CHEAP;
    private long wall = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private long uptime = 1_000_000;
    private String boot = "boot-1";
    private Duration session = Duration.ofHours(12);
    private Duration idle = Duration.ofHours(2);
    private AccountsRole role;

    TestAccounts(Path folder) {
        this(folder, SqlLogger.NOP_SQL_LOGGER);
    }

    TestAccounts(Path folder, SqlLogger watch) {
        this.folder = folder;
        this.watch = watch;
        this.role = started();
    }

    private AccountsRole started() {
        StateFolder state = new StateFolder(folder);
        InstantSource clock = () -> Instant.ofEpochMilli(wall);
        AccountsRole made =
                new AccountsRole(
                        new StateDatabase(state.database(), watch),
                        state,
                        clock,
                        () -> uptime,
                        boot,
                        new SecureRandom(),
                        cost);
        made.start();
        made.follow(system(), 443, () -> {});
        return made;
    }

    private SystemSpec system() {
        String file =
                """
                system: demo
                domain: example.com
                sign-in: { session: %dm, idle: %dm }
                components:
                  app: { service: run, route: { host: app, access: { groups: [planners] } } }
                  other: { service: run, route: { host: other } }
                """
                        .formatted(session.toMinutes(), idle.toMinutes());
        return switch (SystemFile.read(file, p -> true)) {
            case SystemFile.Reading.Right(SystemSpec spec) -> spec;
            case SystemFile.Reading.Wrong(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    /** The server ends and starts again. */
    void restart() {
        role.close();
        role = started();
    }

    /** The machine does, with its clock at this distance from where it was. */
    void reboot(Duration off) {
        role.close();
        boot = boot + "'";
        uptime = 5_000;
        wall += off.toMillis();
        role = started();
    }

    void cost(HashCost now) {
        cost = now;
        restart();
    }

    /** Other rules in the system file. */
    void rules(Duration longest, Duration unused) {
        rules(longest, unused, () -> {});
    }

    /** The same, where publishing the file is this. */
    void rules(Duration longest, Duration unused, Runnable publish) {
        session = longest;
        idle = unused;
        role.follow(system(), 443, publish);
    }

    void pass(Duration time) {
        wall += time.toMillis();
        uptime += time.toMillis();
    }

    /** The clock on the wall jumps. */
    void jump(Duration by) {
        wall += by.toMillis();
    }

    Instant now() {
        return Instant.ofEpochMilli(wall);
    }

    AccountsRole role() {
        return role;
    }

    Accounts accounts() {
        return role.accounts();
    }

    SignIn signIn() {
        return role.signIn();
    }

    Sessions sessions() {
        return role.sessions();
    }

    StateDatabase database() {
        return new StateDatabase(new StateFolder(folder).database());
    }

    List<Audit.Entry> audit() {
        return role.audit().entries(OWNER, Audit.Query.LATEST).entries();
    }

    /** Adds an account with the usual password. */
    void add(String name, Role as) {
        accounts().add(OWNER, new NewAccount(name, as, List.of(), PASSWORD));
    }

    Answer tries(String name, String password, String address) {
        return signIn().begin(name, password, new From(address, "Firefox"));
    }

    /** Signs in; the secret of the session. */
    String enter(String name) {
        return secret(signIn().begin(name, PASSWORD, HOME));
    }

    static String secret(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.SignedIn.class);
        return answer instanceof Answer.SignedIn(String secret) ? secret : "";
    }

    static String pending(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.CodeWanted.class);
        return answer instanceof Answer.CodeWanted(String pending) ? pending : "";
    }

    static Answer.Refused refused(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return answer instanceof Answer.Refused refused
                ? refused
                : new Answer.Refused("", Duration.ZERO);
    }

    static Caller.Session session(String secret) {
        return new Caller.Session(secret, HOME.address());
    }

    /** Carries a session to the application's host; its secret there. */
    String carry(String secret) {
        String code = signIn().carry(session(secret), APP, STATE);
        return sessions().redeem(APP_HOST, code, STATE).orElseThrow();
    }

    boolean works(String appSecret) {
        return sessions().find(APP_HOST, appSecret, Duration.ZERO).isPresent();
    }

    boolean worksHere(String secret) {
        return sessions().find(OWN_HOST, secret, Duration.ZERO).isPresent();
    }

    /** The code that a telephone shows now. */
    String code(String totp) {
        return new Totp(totp).code(now().getEpochSecond() / 30, 6);
    }

    /** Gives whoever has this session a second factor; its secret. */
    String enrol(String secret) {
        String totp = accounts().beginTotp(session(secret)).secret();
        accounts().confirmTotp(session(secret), code(totp));
        return totp;
    }

    @Override
    public void close() {
        role.close();
    }
}
