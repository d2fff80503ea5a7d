package dev.stead.gateway;

import dev.stead.api.Sessions;
import dev.stead.api.Sessions.Visitor;
import dev.stead.gateway.Finding.SignedIn;
import dev.stead.gateway.Lookups.Errand;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What control said about sessions, as long as it holds: not beyond the time that control gave, nor
 * beyond a rise of {@link Sessions#changes}. Who finds nothing here has control asked on a thread
 * that may block; several who want to know the same at one time share one answer. Thread-safe.
 */
final class SessionCache implements AutoCloseable {
    private final Sessions sessions;
    private final SessionLimits limits;
    private final LongSupplier clock;
    private final Lookups lookups;
    private final KnownSessions known;
    private final UnknownSecrets unknown;
    private final Map<SessionKey, Lookup> pending = new ConcurrentHashMap<>();

    /**
     * @param clock monotonic, nanoseconds
     */
    SessionCache(Sessions sessions, SessionLimits limits, LongSupplier clock) {
        this.sessions = sessions;
        this.limits = limits;
        this.clock = clock;
        this.lookups = new Lookups(limits);
        this.known = new KnownSessions(limits.known());
        this.unknown = new UnknownSecrets(limits);
    }

    /**
     * One question to control.
     *
     * @param changes before it was asked
     * @param earlier a use before the one that makes us ask
     */
    private record Lookup(
            SessionKey key,
            long changes,
            LastUse use,
            long earlier,
            CompletableFuture<Finding> result) {}

    /** What is known at once; of a session that is there, this is a use. */
    Finding find(SessionKey key) {
        long now = clock.getAsLong();
        Optional<SignedIn> session = known.find(key);
        if (session.isPresent() && holds(session.get(), now)) {
            session.get().use().at(now);
            return session.get();
        }
        return unknown.contains(key, sessions.changes(), now) ? Finding.NOBODY : Finding.UNSURE;
    }

    /** The same answer, or the one that came after it, if it holds; no use. */
    Finding again(SignedIn before) {
        long now = clock.getAsLong();
        if (holds(before, now)) {
            return before;
        }
        Optional<SignedIn> session = known.find(before.key()).filter(it -> holds(it, now));
        return session.isPresent() ? session.get() : Finding.UNSURE;
    }

    /** Whether control has known the session before, and so may well know it now. */
    boolean isKnown(SessionKey key) {
        return known.find(key).isPresent();
    }

    /** Whose session it is, if that is known at once; no use. */
    Optional<String> account(SessionKey key) {
        long now = clock.getAsLong();
        return known.find(key).filter(it -> holds(it, now)).map(SignedIn::account);
    }

    private boolean holds(SignedIn answer, long now) {
        return answer.changes() == sessions.changes() && now - answer.until() < 0;
    }

    /** Has control asked because of a request; the result comes on any thread, never a failure. */
    CompletableFuture<Finding> ask(SessionKey key) {
        long now = clock.getAsLong();
        Optional<LastUse> before = known.find(key).map(SignedIn::use);
        LastUse use = before.orElseGet(() -> new LastUse(now));
        return ask(key, use, use.last(), before.isPresent(), true);
    }

    /** Has control asked whether what is open may stay so; no use. */
    CompletableFuture<Finding> askAgain(SignedIn before) {
        return ask(before.key(), before.use(), before.use().last(), true, false);
    }

    private CompletableFuture<Finding> ask(
            SessionKey key, LastUse use, long earlier, boolean isKnown, boolean isUse) {
        long changes = sessions.changes();
        Lookup own = new Lookup(key, changes, use, earlier, new CompletableFuture<>());
        Lookup asked =
                pending.merge(key, own, (old, next) -> old.changes() == changes ? old : next);
        if (isUse) {
            asked.use().at(clock.getAsLong());
        }
        if (asked.equals(own)
                && !lookups.take(isKnown ? Errand.KNOWN : Errand.UNKNOWN, () -> run(own))) {
            end(own, Finding.UNAVAILABLE);
        }
        return asked.result();
    }

    private void run(Lookup lookup) {
        Finding finding = Finding.UNAVAILABLE;
        try {
            finding = consult(lookup);
        } catch (RuntimeException e) {
            // Control cannot answer now. The visitor is told to try again; nothing is remembered.
        } finally {
            end(lookup, finding);
        }
    }

    private void end(Lookup lookup, Finding finding) {
        pending.remove(lookup.key(), lookup);
        lookup.result().complete(finding);
    }

    private Finding consult(Lookup lookup) {
        SessionKey key = lookup.key();
        LastUse use = lookup.use();
        // A use that control does not know yet comes first: between it and this one, the session
        // may have been idle almost as long as it may be, and before it too.
        long earlier = lookup.earlier();
        boolean forgotten = earlier != use.last() && !use.isReported(earlier);
        if (forgotten && report(key, use, earlier).isEmpty()) {
            return nobody(lookup);
        }
        long now = clock.getAsLong();
        Optional<Visitor> visitor = report(key, use, use.last());
        if (visitor.isEmpty()) {
            return nobody(lookup);
        }
        Duration fresh = visitor.get().fresh();
        Duration kept = fresh.compareTo(limits.longest()) < 0 ? fresh : limits.longest();
        Identity identity = Identity.of(visitor.get());
        long until = now + kept.toNanos();
        SignedIn answer = new SignedIn(key, use, visitor.get(), identity, lookup.changes(), until);
        known.put(answer);
        return answer;
    }

    private Optional<Visitor> report(SessionKey key, LastUse use, long time) {
        Duration unused = Duration.ofNanos(Math.max(0, clock.getAsLong() - time));
        Optional<Visitor> visitor = sessions.find(key.host(), key.secret(), unused);
        use.reported(time);
        return visitor;
    }

    private Finding nobody(Lookup lookup) {
        known.remove(lookup.key());
        unknown.add(lookup.key(), lookup.changes(), clock.getAsLong());
        return Finding.NOBODY;
    }

    /** Has a one-time code exchanged for the secret of a session; empty when it is no good. */
    CompletableFuture<Optional<String>> redeem(String host, String code, String state) {
        CompletableFuture<Optional<String>> result = new CompletableFuture<>();
        Runnable task =
                () -> {
                    try {
                        result.complete(sessions.redeem(host, code, state));
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                };
        if (!lookups.take(Errand.CODE, task)) {
            result.completeExceptionally(new IllegalStateException("too many wait already"));
        }
        return result;
    }

    /** Tells control of a refusal, unless too many wait to be told already. */
    void report(RefusalReport report) {
        var _ =
                lookups.take(
                        Errand.REFUSAL,
                        () -> {
                            try {
                                sessions.refused(
                                        report.account(),
                                        report.address(),
                                        report.target(),
                                        report.why());
                            } catch (RuntimeException e) {
                                // The visitor has been refused; control is not there to write so.
                            }
                        });
    }

    @Override
    public void close() {
        lookups.close();
    }
}
