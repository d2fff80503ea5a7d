package dev.stead.gateway;

import io.netty.channel.EventLoop;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What belongs to one event loop: unused connections to instances, things with deadlines, request
 * ids. Used on that loop only, so nothing here is locked.
 */
final class Loop {
    private final EventLoop eventLoop;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final GatewaySettings settings;
    private final Ledger ledger;
    private final Limits limits;
    private final UnusedConnections unused;
    private final Set<Timed> timed = new HashSet<>();
    private final ProgramLines lines = new ProgramLines(System::nanoTime);
    private final HeadText headText = new HeadText();
    private final SparseLog log = new SparseLog(Loop.class, System::nanoTime);
    private long dateSecond;
    private String date = "";
    private int turn;
    private long now = System.nanoTime();

    Loop(
            EventLoop eventLoop,
            RandomGenerator random,
            InstantSource clock,
            GatewaySettings settings,
            Ledger ledger,
            Limits limits) {
        this.eventLoop = eventLoop;
        this.random = random;
        this.clock = clock;
        this.settings = settings;
        this.ledger = ledger;
        this.limits = limits;
        this.unused = new UnusedConnections(settings.maxUnused());
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    GatewaySettings settings() {
        return settings;
    }

    /** Where lines go that programs write while they answer. */
    ProgramLines lines() {
        return lines;
    }

    /** Where the heads of messages are built. */
    HeadText headText() {
        return headText;
    }

    /** Where requests are written down at their end. */
    Ledger ledger() {
        return ledger;
    }

    /** What visitors may take. */
    Limits limits() {
        return limits;
    }

    void watch(Timed thing) {
        timed.add(thing);
    }

    void unwatch(Timed thing) {
        timed.remove(thing);
    }

    /** The time of the last tick, of {@link System#nanoTime}: good enough for deadlines. */
    long now() {
        return now;
    }

    void tick() {
        now = System.nanoTime();
        onEach(thing -> thing.checkDeadlines(now));
    }

    /** A tick that fails would be the last one, and the others have deadlines too. */
    private void onEach(Consumer<Timed> action) {
        for (Timed thing : List.copyOf(timed)) {
            try {
                action.accept(thing);
            } catch (Throwable e) {
                log.warn("a deadline could not be looked at", e);
            }
        }
    }

    /** Lets everything with a client say that the gateway ends. */
    void end() {
        onEach(Timed::gatewayEnds);
    }

    /** Connections to instances that no request uses. */
    UnusedConnections unused() {
        return unused;
    }

    /** A number that nobody need be unable to guess. */
    long random() {
        return random.nextLong();
    }

    String newRequestId() {
        String digits = Long.toHexString(random.nextLong());
        return "0".repeat(16 - digits.length()) + digits;
    }

    /** A number that grows, to take turns by. */
    int nextTurn() {
        turn = turn + 1 & Integer.MAX_VALUE;
        return turn;
    }

    /** Milliseconds of the wall clock. */
    long millis() {
        return clock.millis();
    }

    /** The time as HTTP writes it. */
    String date() {
        long second = clock.millis() / 1000;
        if (second != dateSecond) {
            dateSecond = second;
            date = HttpDates.format(clock.instant());
        }
        return date;
    }
}
