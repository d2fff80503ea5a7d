package dev.stead.gateway;

import dev.stead.gateway.Finding.SignedIn;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions that control knew when it was last asked; they stay when that is too long ago, for the
 * sake of their last use. Bounded: one of those unused for longest makes room. Thread-safe.
 */
final class KnownSessions {
    private static final int LOOKED_AT = 16;

    private final int most;
    private final Map<SessionKey, SignedIn> sessions = new ConcurrentHashMap<>();

    KnownSessions(int most) {
        // The newest one stays in any case.
        this.most = Math.max(1, most);
    }

    Optional<SignedIn> find(SessionKey key) {
        return Optional.ofNullable(sessions.get(key));
    }

    /** Remembers an answer unless a newer one came in between. */
    void put(SignedIn answer) {
        sessions.merge(
                answer.key(), answer, (old, next) -> old.changes() > next.changes() ? old : next);
        while (sessions.size() > most) {
            makeRoom(answer.key());
        }
    }

    void remove(SessionKey key) {
        sessions.remove(key);
    }

    private void makeRoom(SessionKey newest) {
        sessions.values().stream()
                .filter(session -> !session.key().equals(newest))
                .limit(LOOKED_AT)
                .reduce((a, b) -> a.use().last() - b.use().last() <= 0 ? a : b)
                .ifPresent(oldest -> sessions.remove(oldest.key()));
    }
}
