package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes guessing slow: from the fifth failure in a row each further one doubles a wait for an
 * account. Names that no account has are counted the same way. Many people may share an address:
 * its waits begin at the fiftieth failure, and one failure is forgotten with each minute. An
 * address from which an account signed in within a month is not hit by what others do, only by its
 * own failures with that account. Rows are bounded. Everything happens within the caller's
 * transaction.
 */
final class Lockout {
    private static final int FREE = 5;
    private static final int ADDRESS_FREE = 50;
    private static final long ADDRESS_LEAK_MILLIS = Duration.ofMinutes(1).toMillis();

    /** More than that make no wait longer. */
    private static final int COUNTED = 20;

    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = Duration.ofMinutes(15).toMillis();
    private static final long KNOWN_MILLIS = Duration.ofDays(30).toMillis();
    private static final long FORGOTTEN_MILLIS = Duration.ofDays(1).toMillis();

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

    /**
     * Failures that count.
     *
     * @param latest when the last one was; of an address, since when none was forgotten
     * @param until when the next try may be made
     */
    private record Row(int failures, long latest, long until) {
        static final Row NONE = new Row(0, 0, 0);

        /** With what an address's failures are forgotten by now. */
        Row leaked(long now) {
            long gone = Math.max(0, now - latest) / ADDRESS_LEAK_MILLIS;
            return gone >= failures
                    ? new Row(0, now, until)
                    : new Row(failures - (int) gone, latest + gone * ADDRESS_LEAK_MILLIS, until);
        }
    }

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
        count(h, known ? subjects.pair() : subjects.account());
        countAddress(h, subjects.network());
        return wait(h, name, address);
    }

    /** As above. */
    Duration failed(Handle h, String subject) {
        count(h, "own " + subject);
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

    /**
     * Lets an account's next try be made at once, from wherever it signed in before too, after it
     * was given another password.
     */
    void open(Handle h, String name) {
        String hash = Mint.digest(name);
        forget(h, new Subjects(hash, "").account());
        h.createQuery("SELECT address_hash FROM known_address WHERE name_hash = :name")
                .bind("name", hash)
                .mapTo(String.class)
                .list()
                .forEach(address -> forget(h, new Subjects(hash, address).pair()));
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

    private void count(Handle h, String subject) {
        long now = clock.now();
        int before =
                row(h, subject)
                        .filter(r -> now - r.latest() < FORGOTTEN_MILLIS)
                        .map(Row::failures)
                        .orElse(0);
        int failures = Math.min(before + 1, FREE + COUNTED);
        put(h, subject, new Row(failures, now, now + backOff(failures, FREE)));
    }

    private void countAddress(Handle h, String subject) {
        long now = clock.now();
        Row before = row(h, subject).orElse(Row.NONE).leaked(now);
        int failures = Math.min(before.failures() + 1, ADDRESS_FREE + COUNTED);
        put(h, subject, new Row(failures, before.latest(), now + backOff(failures, ADDRESS_FREE)));
    }

    private static void put(Handle h, String subject, Row row) {
        forget(h, subject);
        h.execute(
                "INSERT INTO attempt (subject, failures, latest, closed_until) VALUES (?, ?, ?, ?)",
                subject,
                row.failures(),
                row.latest(),
                row.until());
    }

    /** Milliseconds after so many failures, of which so many begin the waits. */
    static long backOff(int failures, int free) {
        if (failures < free) {
            return 0;
        }
        return Math.min(FIRST_MILLIS << Math.min(failures - free, COUNTED), LONGEST_MILLIS);
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
