package dev.stead.gateway;

import dev.stead.api.Sessions;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions by hand: who is signed in, and what was asked. */
final class FakeSessions implements Sessions {
    private final Map<String, Visitor> visitors = new ConcurrentHashMap<>();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean broken;

    final Queue<String> redeemed = new ConcurrentLinkedQueue<>();

    private record Code(String host, String state, String secret) {}

    /** One look-up. */
    record Asked(String host, String secret, Duration unused) {}

    /** Signs somebody in, in these groups. */
    FakeSessions with(String secret, String account, String... groups) {
        return with(secret, account, Duration.ofSeconds(30), groups);
    }

    FakeSessions with(String secret, String account, Duration fresh, String... groups) {
        visitors.put(secret, new Visitor(account, List.of(groups), "token-of-" + account, fresh));
        return this;
    }

    /** A code that is good for a session here. */
    FakeSessions code(String code, String host, String state, String secret) {
        codes.put(code, new Code(host, state, secret));
        return this;
    }

    /** Ends a session, and says so. */
    void end(String secret) {
        visitors.remove(secret);
        changes.incrementAndGet();
    }

    /** Ends a session as time does: nobody is told. */
    void lapse(String secret) {
        visitors.remove(secret);
    }

    void changed() {
        changes.incrementAndGet();
    }

    /** Look-ups wait from now on until the latch is down. */
    CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    void setBroken(boolean broken) {
        this.broken = broken;
    }

    Queue<Asked> asked() {
        return asked;
    }

    @Override
    public Optional<Visitor> find(String host, String secret, Duration unused) {
        asked.add(new Asked(host, secret, unused));
        await();
        return Optional.ofNullable(visitors.get(secret));
    }

    @Override
    public Optional<String> redeem(String host, String code, String state) {
        await();
        redeemed.add(code);
        return Optional.ofNullable(codes.remove(code))
                .filter(it -> it.host().equals(host) && it.state().equals(state))
                .map(Code::secret);
    }

    private void await() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (broken) {
            throw new IllegalStateException("control is not there");
        }
    }

    @Override
    public void refused(String account, String address, String target, String why) {
        refusals.add(account + " " + target + ": " + why);
    }

    @Override
    public long changes() {
        return changes.get();
    }
}
