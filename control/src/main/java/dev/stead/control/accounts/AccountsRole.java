package dev.stead.control.accounts;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.stead.api.Accounts;
import dev.stead.api.Audit;
import dev.stead.api.Sessions;
import dev.stead.api.SignIn;
import dev.stead.base.StateFolder;
import dev.stead.control.state.StateDatabase;
import dev.stead.model.SystemSpec;

import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Wires accounts: construct without I/O, {@link #start}, use, {@link #close}. It opens control's
 * state database and closes it, so that it starts before control and the gateway and ends after
 * them.
 */
public final class AccountsRole implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountsRole.class);
    private static final int SWEEP_SECONDS = 60;
    private static final int WAITING = 500;
    private static final Duration TOKEN_KEPT = Duration.ofDays(30);

    private final StateDatabase database;
    private final InstantSource wall;
    private final SteadyClock clock;
    private final CurrentRules rules = new CurrentRules();
    private final Changes changes = new Changes();
    private final AuditLog log;
    private final LiveSessions live;
    private final Lockout lockout;
    private final CodeStep second;
    private final PasswordLinks links;
    private final Commands commands;
    private final Accounts accounts;
    private final SignIn signIn;
    private final Sessions sessions;
    private final HashingPool pool;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("accounts-sweep").daemon().factory());
    private volatile boolean started;
    private volatile Departures listening = Departures.NONE;

    /**
     * Wires the role.
     *
     * @param database not opened yet; closed with this role
     * @param wall for what means the calendar
     * @param uptime milliseconds since boot, those asleep included (CLOCK_BOOTTIME)
     * @param boot the machine's boot id
     * @param random for secrets and ids
     */
    public AccountsRole(
            StateDatabase database,
            StateFolder folder,
            InstantSource wall,
            LongSupplier uptime,
            String boot,
            SecureRandom random) {
        this(database, folder, wall, uptime, boot, random, HashCost.STANDARD);
    }

    /** As above, with another cost of a password's hash. */
    AccountsRole(
            StateDatabase database,
            StateFolder folder,
            InstantSource wall,
            LongSupplier uptime,
            String boot,
            SecureRandom random,
            HashCost cost) {
        this.database = database;
        this.wall = wall;
        Mint mint = new Mint(random);
        this.clock = new SteadyClock(database, wall, uptime, boot);
        this.log = new AuditLog(database, wall, mint);
        this.live = new LiveSessions(clock, rules, mint, changes);
        this.lockout = new Lockout(clock);
        RefusalLog refusals = new RefusalLog(log, clock);
        this.pool =
                new HashingPool(
                        HashingPool.atOnce(Runtime.getRuntime().availableProcessors()), WAITING);
        Argon2 argon2 = new Argon2(cost, mint);
        Passwords passwords = new Passwords(database, pool, argon2, live, lockout, log, refusals);
        this.links = new PasswordLinks(database, passwords, rules, mint, wall, log);
        this.commands = new Commands(database, new Identification(live, wall), log, refusals);
        Departures departures = new CurrentDepartures(() -> listening);
        this.accounts = accounts(passwords, mint, departures);
        Entry entry = new Entry(live, lockout, log, refusals, wall);
        this.second = new CodeStep(database, clock, wall, lockout, mint, entry);
        Carrying carrying = new Carrying(database, live, clock, rules, mint, refusals);
        IdentityTokens tokens = new IdentityTokens(folder.signInKey(), wall, random);
        this.sessions = new SessionDesk(database, live, carrying, tokens, rules, changes, refusals);
        this.signIn =
                new SignInDesk(
                        database,
                        new PasswordStep(database, pool, argon2, lockout, second, entry),
                        second,
                        carrying,
                        links,
                        tokens,
                        rules,
                        live,
                        log,
                        departures);
    }

    private Accounts accounts(Passwords passwords, Mint mint, Departures departures) {
        return new AccountsDesk(
                commands,
                new OwnCommands(commands, live, passwords, clock, wall, mint, rules, departures),
                new AccountCommands(
                        commands,
                        live,
                        passwords,
                        links,
                        lockout,
                        new AccountViews(live, lockout, clock),
                        mint,
                        wall,
                        departures),
                new GroupCommands(commands, live, rules),
                new TokenCommands(commands, mint, wall),
                new FirstAccount(commands, passwords, mint, wall));
    }

    /**
     * Opens the database.
     *
     * @throws dev.stead.base.SteadException EXTERNAL when it cannot be used
     */
    public void start() {
        database.open();
        clock.start();
        started = true;
        var _ =
                sweeper.scheduleWithFixedDelay(
                        this::sweepQuietly, SWEEP_SECONDS, SWEEP_SECONDS, SECONDS);
    }

    /**
     * Takes up what the system file says about sign-in, and has its routes published. Nobody comes
     * through a route whose host is not known here. Sessions last by the rules of before until that
     * is done, and when it fails; of a server that begins, by those of the file. One at a time.
     *
     * @param https the port on which the gateway listens for TLS
     * @param publish what it throws is passed on
     */
    public void follow(SystemSpec system, int https, Runnable publish) {
        Rules before = rules.get();
        Rules next = Rules.of(system, https);
        rules.become(before.awaiting(next));
        boolean published = false;
        try {
            publish.run();
            published = true;
        } finally {
            if (!published) {
                rules.become(before);
            }
        }
        try {
            // What had ended by the old rules does not begin again by longer ones.
            database.write(h -> {
                sweepSessions(h);
                rules.become(next);
            });
        } finally {
            rules.become(next);
            if (!next.equals(before)) {
                changes.raise();
            }
        }
    }

    /** Accounts, groups and tokens. */
    public Accounts accounts() {
        return accounts;
    }

    /** The way in. */
    public SignIn signIn() {
        return signIn;
    }

    /** What the gateway asks. */
    public Sessions sessions() {
        return sessions;
    }

    /** To read the audit log. */
    public Audit audit() {
        return new AuditPages(commands);
    }

    /** To write the audit log. */
    public AuditLog log() {
        return log;
    }

    /** Has somebody told of accounts that go; to be called before the start. */
    public void tell(Departures who) {
        listening = who;
    }

    /** Milliseconds that only ever go on, comparable with all that it ever said for this system. */
    public long steadyMillis() {
        return clock.now();
    }

    /** Finds out who asks. */
    public Guard guard() {
        return commands;
    }

    private void sweepQuietly() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("what has ended could not be removed; the next try is in a minute", e);
        }
    }

    /** As long as it is not known how long sessions last, none has ended. */
    private void sweepSessions(Handle h) {
        if (rules.get().place().isPresent()) {
            live.sweep(h);
        } else {
            live.flush(h);
        }
    }

    /** Removes what has ended, and puts on record how far time got. */
    void sweep() {
        database.write(h -> {
            clock.mark(h);
            sweepSessions(h);
            OneTimeCode.trim(h, clock.now());
            second.sweep(h);
            links.sweep(h);
            lockout.sweep(h);
            TokenTable.trim(h, wall.millis() - TOKEN_KEPT.toMillis());
            log.trim(h);
        });
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        sweeper.close();
        pool.close();
        if (started) {
            sweepQuietly();
        }
        database.close();
    }
}
