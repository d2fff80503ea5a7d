package dev.stead.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Secrets that control did not know, remembered briefly, the oldest forgotten first: so that
 * made-up cookies are not asked about with every request. Thread-safe.
 */
final class UnknownSecrets {
    private final SessionLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionKey, Asked> secrets = new LinkedHashMap<>();

    UnknownSecrets(SessionLimits limits) {
        this.limits = limits;
    }

    private record Asked(long changes, long until) {}

    void add(SessionKey key, long changes, long now) {
        lock.lock();
        try {
            secrets.remove(key);
            secrets.put(key, new Asked(changes, now + limits.unknownFor().toNanos()));
            if (secrets.size() > limits.unknown()) {
                var oldest = secrets.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean contains(SessionKey key, long changes, long now) {
        lock.lock();
        try {
            Asked asked = secrets.get(key);
            return asked != null && asked.changes() == changes && now - asked.until() < 0;
        } finally {
            lock.unlock();
        }
    }
}
