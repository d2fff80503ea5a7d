package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes guessing slow: after five failures in a row each further one doubles a wait, for an account
 * and for an address. Names that no account has are counted the same way. An address from which an
 * account signed in within a month is not hit by what others do, only by its own failures with that
 * account. Rows are bounded. Everything happens within the caller's transaction.
 */
final class Lockout {
    private static final int FREE = 5;
    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = Duration.ofMinutes(15).toMillis();
    private static final long KNOWN_MILLIS = Duration.ofDays(30).toMillis();
    private static final long FORGOTTEN_MILLIS = Duration.ofDays(1).toMillis();

    /** Many people may share an address. */
    private static final long ADDRESS_FORGOTTEN_MILLIS = Duration.ofHours(1).toMillis();

    private static final int MOST_ROWS = 20_000;
    private static final int MOST_ADDRESSES = 50;

    private final SteadyClock clock;

    Lockout(SteadyClock clock) {
        this.clock = clock;
    }

    /** What a try counts against: kinds and hashes, so that no typed name is kept. */
    private record Subjects(String name, String address) {
        static Subjects of(String name, String address) {
            return new Subjects(Mint.digest(name), Mint.digest(ClientAddress.network(address)));
        }

        String account() {
            return "account " + name;
        }

        String network() {
            return "address " + address;
        }

        String pair() {
            return "pair " + Mint.digest(name + " " + address);
        }
    }

    private record Row(int failures, long latest, long until) {}

    /** How long a try must wait; zero: it may be made. */
    Duration wait(Handle h, String name, String address) {
        Subjects subjects = Subjects.of(name, address);
        return isKnown(h, subjects)
                ? waitOf(h, subjects.pair())
                : longer(waitOf(h, subjects.account()), waitOf(h, subjects.network()));
    }

    /** The same for what is not guessed from outside: a second factor, one's own password. */
    Duration wait(Handle h, String subject) {
        return waitOf(h, "own " + subject);
    }

    /** Counts a failure; returns how long the next try must wait. */
    Duration failed(Handle h, String name, String address) {
        Subjects subjects = Subjects.of(name, address);
        boolean known = isKnown(h, subjects);
        count(h, known ? subjects.pair() : subjects.account(), FORGOTTEN_MILLIS);
        count(h, subjects.network(), ADDRESS_FORGOTTEN_MILLIS);
        return wait(h, name, address);
    }

    /** As above. */
    Duration failed(Handle h, String subject) {
        count(h, "own " + subject, FORGOTTEN_MILLIS);
        return wait(h, subject);
    }

    /**
     * Somebody signed in. What counts against the address stays: else whoever has an account could
     * guess on others for ever.
     */
    void succeeded(Handle h, String name, String address) {
        Subjects subjects = Subjects.of(name, address);
        forget(h, isKnown(h, subjects) ? subjects.pair() : subjects.account());
        remember(h, subjects);
    }

    /** As above. */
    void succeeded(Handle h, String subject) {
        forget(h, "own " + subject);
    }

    /** Lets an account's next try be made at once, after an operator gave it another password. */
    void open(Handle h, String name) {
        forget(h, Subjects.of(name, "").account());
    }

    /** Forgets an account that is removed. */
    void remove(Handle h, String name) {
        open(h, name);
        h.execute("DELETE FROM known_address WHERE name_hash = ?", Mint.digest(name));
    }

    /** Until when tries from elsewhere are refused, on the steady clock; empty: they are not. */
    Optional<Long> lockedUntil(Handle h, String name) {
        return row(h, Subjects.of(name, "").account())
                .map(Row::until)
                .filter(until -> until > clock.now());
    }

    private boolean isKnown(Handle h, Subjects subjects) {
        return h.createQuery(
                        "SELECT latest FROM known_address WHERE name_hash = :name AND"
                                + " address_hash = :address")
                .bind("name", subjects.name())
                .bind("address", subjects.address())
                .mapTo(Long.class)
                .findOne()
                .filter(latest -> clock.now() - latest < KNOWN_MILLIS)
                .isPresent();
    }

    private void remember(Handle h, Subjects subjects) {
        h.execute(
                "DELETE FROM known_address WHERE name_hash = ? AND address_hash = ?",
                subjects.name(),
                subjects.address());
        List<String> old =
                h.createQuery(
                                "SELECT address_hash FROM known_address WHERE name_hash = :name"
                                        + " ORDER BY latest DESC")
                        .bind("name", subjects.name())
                        .mapTo(String.class)
                        .list();
        old.stream()
                .skip(MOST_ADDRESSES - 1)
                .forEach(address ->
                        h.execute(
                                "DELETE FROM known_address WHERE name_hash = ? AND address_hash ="
                                        + " ?",
                                subjects.name(),
                                address));
        h.execute(
                "INSERT INTO known_address (name_hash, address_hash, latest) VALUES (?, ?, ?)",
                subjects.name(),
                subjects.address(),
                clock.now());
    }

    private static Optional<Row> row(Handle h, String subject) {
        return h.createQuery(
                        "SELECT failures, latest, closed_until FROM attempt WHERE subject ="
                                + " :subject")
                .bind("subject", subject)
                .map((r, c) -> new Row(r.getInt(1), r.getLong(2), r.getLong(3)))
                .findOne();
    }

    private Duration waitOf(Handle h, String subject) {
        return Duration.ofMillis(
                Math.max(0, row(h, subject).map(Row::until).orElse(0L) - clock.now()));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private void count(Handle h, String subject, long forgotten) {
        long now = clock.now();
        int before =
                row(h, subject)
                        .filter(r -> now - r.latest() < forgotten)
                        .map(Row::failures)
                        .orElse(0);
        int failures = Math.min(before + 1, 1_000);
        forget(h, subject);
        h.execute(
                "INSERT INTO attempt (subject, failures, latest, closed_until) VALUES (?, ?, ?, ?)",
                subject,
                failures,
                now,
                now + backOff(failures));
    }

    /** Milliseconds after so many failures. */
    static long backOff(int failures) {
        if (failures < FREE) {
            return 0;
        }
        return Math.min(FIRST_MILLIS << Math.min(failures - FREE, 20), LONGEST_MILLIS);
    }

    private static void forget(Handle h, String subject) {
        h.execute("DELETE FROM attempt WHERE subject = ?", subject);
    }

    /** Removes what no longer counts, and, of too many, what counts least. */
    void sweep(Handle h) {
        long now = clock.now();
        h.execute("DELETE FROM attempt WHERE latest < ?", now - FORGOTTEN_MILLIS);
        h.execute("DELETE FROM known_address WHERE latest < ?", now - KNOWN_MILLIS);
        int rows = h.createQuery("SELECT COUNT(*) FROM attempt").mapTo(Integer.class).one();
        if (rows > MOST_ROWS) {
            h.execute(
                    "DELETE FROM attempt WHERE subject IN (SELECT subject FROM attempt ORDER BY"
                            + " failures, latest LIMIT ?)",
                    rows - MOST_ROWS);
        }
    }
}
