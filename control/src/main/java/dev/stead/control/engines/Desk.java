package dev.stead.control.engines;

import dev.stead.api.Agent;
import dev.stead.api.Caller;
import dev.stead.api.Engines;
import dev.stead.api.Permission;
import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;
import dev.stead.control.accounts.Asker;
import dev.stead.control.accounts.AuditLog;
import dev.stead.control.accounts.Guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Engines} over the rows. Thread-safe. */
final class Desk implements Engines {
    /** Shorter than whoever asks is waited for. */
    private static final Duration STOP = Duration.ofSeconds(50);

    private final Guard guard;
    private final AuditLog log;
    private final Agent agent;
    private final Scheduler scheduler;
    private final Book book;
    private final Transitions turns;
    private final Admittance admittance;
    private final Roster roster;
    private final Pulses pulses;
    private final Tickets tickets;
    private final Bell bell;
    private final Sharing sharing;
    private final Uses uses;

    Desk(
            Guard guard,
            AuditLog log,
            Agent agent,
            Scheduler scheduler,
            Book book,
            Transitions turns,
            Admittance admittance,
            Roster roster,
            Pulses pulses,
            Tickets tickets,
            Bell bell,
            Sharing sharing,
            Uses uses) {
        this.guard = guard;
        this.log = log;
        this.agent = agent;
        this.scheduler = scheduler;
        this.book = book;
        this.turns = turns;
        this.admittance = admittance;
        this.roster = roster;
        this.pulses = pulses;
        this.tickets = tickets;
        this.bell = bell;
        this.sharing = sharing;
        this.uses = uses;
    }

    @Override
    public List<Offer> offers(Caller caller) {
        Asker asker = guard.demand(caller, Permission.SEE_OWN);
        return turns.terms().stream()
                .filter(t -> Admittance.admits(t.engine(), asker.groups(), asker.owner()))
                .map(t -> roster.offer(t, asker.groups(), account(asker)))
                .toList();
    }

    /** Nobody's, for the owner of the server. */
    private static String account(Asker asker) {
        return asker.owner() ? "" : asker.name();
    }

    @Override
    public Opening open(Caller caller, OpenRequest request) {
        Asker asker = guard.demand(caller, Permission.OPEN_OWN);
        String whose = whose(caller, asker, request.wanted());
        Key key =
                book.change(draft -> {
                    Key opened = admittance.open(draft, whose, request);
                    log.done(draft.handle(), asker, "engine open", words(opened));
                    return opened;
                });
        book.now().ticket(key).ifPresent(tickets::see);
        return roster.opening(key);
    }

    private static String words(Key key) {
        return key.component()
                + (key.resource().isEmpty() ? "" : " " + key.resource())
                + " for "
                + key.account();
    }

    /** The account that somebody asks for. */
    private String whose(Caller caller, Asker asker, Wanted wanted) {
        if (wanted.account().isEmpty()) {
            return own(asker);
        }
        String named = wanted.account().get();
        if (asker.owner() || !named.equals(asker.name())) {
            guard.demand(caller, Permission.HOLD_SERVER);
        }
        return named;
    }

    private static String own(Asker asker) {
        if (asker.owner()) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the owner of the server has no account of their own",
                    "name an account, such as stead engine open NAME --as ACCOUNT");
        }
        return asker.name();
    }

    @Override
    public Opening look(Caller caller, Wanted wanted, Optional<String> known, Duration atMost) {
        Asker asker = guard.demand(caller, Permission.SEE_OWN);
        Key key = admittance.key(whose(caller, asker, wanted), wanted);
        book.now().ticket(key).ifPresent(tickets::see);
        if (known.isPresent()) {
            bell.await(() -> !roster.opening(key).version().equals(known.get()), atMost);
        }
        return roster.opening(key);
    }

    @Override
    public List<EngineView> list(Caller caller, boolean all) {
        Asker asker = guard.demand(caller, all ? Permission.SEE_SYSTEM : Permission.SEE_OWN);
        return book.now().rows().stream()
                .filter(r -> all || isIn(asker, r))
                .sorted(ORDER)
                .map(roster::view)
                .toList();
    }

    private static final java.util.Comparator<EngineRow> ORDER =
            java.util.Comparator.comparing(EngineRow::component)
                    .thenComparingInt(r -> r.id().length())
                    .thenComparing(EngineRow::id);

    private static boolean isIn(Asker asker, EngineRow row) {
        return isOwn(asker, row) || (!asker.owner() && row.guests().contains(asker.name()));
    }

    private static boolean isOwn(Asker asker, EngineRow row) {
        return !asker.owner() && row.key().account().equals(asker.name());
    }

    @Override
    public Optional<Wanted> find(Caller caller, String id) {
        Asker asker = guard.demand(caller, Permission.SEE_OWN);
        Optional<EngineRow> row = book.now().row(id).filter(r -> isIn(asker, r));
        if (row.isPresent()) {
            return row.map(EngineRow::key).map(Desk::wanted);
        }
        return book.read(h -> UseTable.byId(h, id))
                .map(UseTable.Past::key)
                .filter(k -> !asker.owner() && k.account().equals(asker.name()))
                .map(Desk::wanted);
    }

    private static Wanted wanted(Key key) {
        return new Wanted(
                key.component(),
                Optional.of(key.resource()).filter(r -> !r.isEmpty()),
                Optional.of(key.account()));
    }

    /** An engine that the caller may do something to: their own, or any with this permission. */
    private EngineRow row(Caller caller, Asker asker, String id, Permission others) {
        EngineRow row = book.now().row(id).orElseThrow(() -> unknown(id));
        if (!isOwn(asker, row)) {
            guard.demand(caller, others);
        }
        return row;
    }

    static SteadException unknown(String id) {
        return new SteadException(
                Code.UNKNOWN,
                "there is no engine " + id,
                "it may have ended; stead engine list shows those there are");
    }

    @Override
    public void stop(Caller caller, String id) {
        Asker asker = guard.demand(caller, Permission.OPEN_OWN);
        EngineRow row = row(caller, asker, id, Permission.CHANGE_SYSTEM);
        log.done(asker, "engine stop", id + " of " + row.owner().orElse("nobody"));
        turns.end(
                id,
                EngineRow.How.CLOSED,
                isOwn(asker, row) ? "its user stopped it" : asker.name() + " stopped it");
        boolean gone = bell.await(() -> book.now().row(id).isEmpty(), STOP);
        if (!gone) {
            throw new SteadException(
                    Code.EXTERNAL,
                    id + " has not ended yet",
                    "it is tried again until it has; see stead engine list");
        }
    }

    @Override
    public EngineView extend(Caller caller, String id) {
        Asker asker = guard.demand(caller, Permission.OPEN_OWN);
        EngineRow row = row(caller, asker, id, Permission.CHANGE_SYSTEM);
        long now = scheduler.nanos();
        pulses.change(id, now, p -> p.usedAt(now));
        return roster.view(row);
    }

    @Override
    public EngineView share(Caller caller, String id, List<String> accounts) {
        Asker asker = guard.demand(caller, Permission.OPEN_OWN);
        EngineRow row =
                book.now().row(id).filter(r -> isOwn(asker, r)).orElseThrow(() -> unknown(id));
        return roster.view(sharing.share(asker, row, accounts));
    }

    @Override
    public EngineView enter(Caller caller, String id) {
        Asker asker = guard.demand(caller, Permission.CHANGE_SYSTEM);
        String me = own(asker);
        EngineRow row = book.now().row(id).filter(EngineRow::isOpen).orElseThrow(() -> unknown(id));
        return roster.view(isOwn(asker, row) ? row : sharing.enter(asker, me, row));
    }

    @Override
    public void logs(
            Caller caller, String id, int lines, boolean follow, Consumer<Agent.LogLine> sink) {
        Asker asker = guard.demand(caller, Permission.SEE_OWN);
        EngineRow row = row(caller, asker, id, Permission.SEE_SYSTEM);
        agent.readLogs(List.of(row.id()), lines, follow, sink);
    }

    @Override
    public List<Use> usage(Caller caller, Instant from, Instant to) {
        guard.demand(caller, Permission.SEE_SYSTEM);
        return uses.between(from, to);
    }
}
