package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.gateway.Finding.SignedIn;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

final class SessionCacheTest {
    private static final SessionKey ANN = new SessionKey("h", "ann-secret");

    private final AtomicLong clock = new AtomicLong();
    private final FakeSessions sessions = new FakeSessions().with("ann-secret", "ann", "staff");
    private SessionCache cache = new SessionCache(sessions, SessionLimits.standard(), clock::get);

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void asksOnceWhileTheAnswerHolds() {
        assertThat(cache.find(ANN)).isEqualTo(Finding.UNSURE);
        assertThat(cache.ask(ANN).join()).isInstanceOf(SignedIn.class);
        pass(29);
        assertThat(cache.find(ANN)).isInstanceOf(SignedIn.class);
        pass(1);
        assertThat(cache.find(ANN)).isEqualTo(Finding.UNSURE);
        assertThat(sessions.asked()).hasSize(1);
    }

    @Test
    void keepsNothingLongerThanControlSaysNorThanThirtySeconds() {
        sessions.with("brief", "bob", Duration.ofSeconds(2))
                .with("long", "cy", Duration.ofSeconds(Long.MAX_VALUE));
        SessionKey brief = new SessionKey("h", "brief");
        SessionKey eternal = new SessionKey("h", "long");
        cache.ask(brief).join();
        cache.ask(eternal).join();
        pass(2);
        assertThat(cache.find(brief)).isEqualTo(Finding.UNSURE);
        assertThat(cache.find(eternal)).isInstanceOf(SignedIn.class);
        pass(28);
        assertThat(cache.find(eternal)).isEqualTo(Finding.UNSURE);
    }

    @Test
    void keepsNothingBeyondARise() {
        SignedIn before = (SignedIn) cache.ask(ANN).join();
        sessions.changed();
        assertThat(cache.find(ANN)).isEqualTo(Finding.UNSURE);
        assertThat(cache.again(before)).isEqualTo(Finding.UNSURE);
    }

    @Test
    void doesNotTrustAnAnswerThatARiseOvertook() throws Exception {
        CountDownLatch gate = sessions.hold();
        CompletableFuture<Finding> asked = cache.ask(ANN);
        sessions.changed();
        gate.countDown();
        assertThat(asked.join()).isInstanceOf(SignedIn.class);
        assertThat(cache.find(ANN)).isEqualTo(Finding.UNSURE);
    }

    @Test
    void sharesOneAnswerAmongThoseWhoAskAtOneTimeButNotAcrossARise() {
        CountDownLatch gate = sessions.hold();
        List<CompletableFuture<Finding>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(cache.ask(ANN));
        }
        sessions.changed();
        all.add(cache.ask(ANN));
        gate.countDown();
        assertThat(all).allMatch(one -> one.join() instanceof SignedIn);
        assertThat(sessions.asked()).hasSize(2);
    }

    @Test
    void rememberUnknownSecretsBriefly() {
        SessionKey junk = new SessionKey("h", "junk");
        assertThat(cache.ask(junk).join()).isEqualTo(Finding.NOBODY);
        pass(4);
        assertThat(cache.find(junk)).isEqualTo(Finding.NOBODY);
        pass(1);
        assertThat(cache.find(junk)).isEqualTo(Finding.UNSURE);
    }

    @Test
    void tellsHostsApart() {
        cache.ask(ANN).join();
        assertThat(cache.find(new SessionKey("other", "ann-secret"))).isEqualTo(Finding.UNSURE);
    }

    @Test
    void staysSmallWhateverComes() {
        SessionLimits few =
                new SessionLimits(1, 100, 5, 5, Duration.ofSeconds(5), Duration.ofSeconds(30));
        cache.close();
        cache = new SessionCache(sessions, few, clock::get);
        for (int i = 0; i < 50; i++) {
            sessions.with("secret" + i, "account" + i);
            cache.ask(new SessionKey("h", "secret" + i)).join();
            cache.ask(new SessionKey("h", "junk" + i)).join();
            pass(1);
        }
        int known = 0;
        int unknown = 0;
        for (int i = 0; i < 50; i++) {
            known += cache.find(new SessionKey("h", "secret" + i)) instanceof SignedIn ? 1 : 0;
            Finding junk = cache.find(new SessionKey("h", "junk" + i));
            unknown += junk.equals(Finding.NOBODY) ? 1 : 0;
        }
        assertThat(known).isEqualTo(5);
        assertThat(unknown).isBetween(4, 5);
    }

    @Test
    @Timeout(60)
    void remembersOneWhereNoneIsToBeRemembered() {
        SessionLimits none =
                new SessionLimits(1, 100, 0, 0, Duration.ofSeconds(5), Duration.ofSeconds(30));
        cache.close();
        cache = new SessionCache(sessions.with("bob-secret", "bob"), none, clock::get);
        assertThat(cache.ask(ANN).join()).isInstanceOf(SignedIn.class);
        assertThat(cache.ask(new SessionKey("h", "bob-secret")).join())
                .isInstanceOf(SignedIn.class);
        assertThat(cache.find(ANN)).isEqualTo(Finding.UNSURE);
    }

    @Test
    void saysThatItCannotAskWhenTooManyWait() {
        SessionLimits few =
                new SessionLimits(1, 2, 5, 5, Duration.ofSeconds(5), Duration.ofSeconds(30));
        cache.close();
        cache = new SessionCache(sessions, few, clock::get);
        cache.ask(ANN).join();
        CountDownLatch gate = sessions.hold();
        List<CompletableFuture<Finding>> strangers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            strangers.add(cache.ask(new SessionKey("h", "junk" + i)));
        }
        pass(30);
        CompletableFuture<Finding> known = cache.ask(ANN);
        gate.countDown();
        assertThat(known.join()).isInstanceOf(SignedIn.class);
        assertThat(strangers).anyMatch(one -> one.join().equals(Finding.UNAVAILABLE));
    }

    @Test
    void takesCodesWhileMadeUpSecretsWait() {
        SessionLimits few =
                new SessionLimits(1, 2, 5, 5, Duration.ofSeconds(5), Duration.ofSeconds(30));
        cache.close();
        cache = new SessionCache(sessions.code("c0de", "h", "state", "secret"), few, clock::get);
        CountDownLatch gate = sessions.hold();
        List<CompletableFuture<Finding>> strangers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            strangers.add(cache.ask(new SessionKey("h", "junk" + i)));
        }
        CompletableFuture<Optional<String>> redeemed = cache.redeem("h", "c0de", "state");
        gate.countDown();
        assertThat(redeemed.join()).contains("secret");
        assertThat(strangers).anyMatch(one -> one.join().equals(Finding.UNAVAILABLE));
    }

    @Test
    void dropsReportsWhenTooManyWait() {
        SessionLimits few =
                new SessionLimits(1, 2, 5, 5, Duration.ofSeconds(5), Duration.ofSeconds(30));
        cache.close();
        cache = new SessionCache(sessions, few, clock::get);
        CountDownLatch gate = sessions.hold();
        CompletableFuture<Finding> busy = cache.ask(ANN);
        for (int i = 0; i < 10; i++) {
            cache.report(new RefusalReport("ann", "192.0.2.1", "h/" + i, "no"));
        }
        assertThat(sessions.refusals).isEmpty();
        gate.countDown();
        assertThat(busy.join()).isInstanceOf(SignedIn.class);
        pass(30);
        assertThat(cache.ask(ANN).join()).isInstanceOf(SignedIn.class);
        assertThat(sessions.refusals).containsExactly("ann h/0: no");
    }

    @Test
    void tellsTheAccountOfASessionAtHandWithoutAUse() {
        assertThat(cache.account(ANN)).isEmpty();
        SignedIn known = (SignedIn) cache.ask(ANN).join();
        pass(29);
        assertThat(cache.account(ANN)).contains("ann");
        assertThat(known.use().last()).isZero();
        pass(1);
        assertThat(cache.account(ANN)).isEmpty();
    }

    @Test
    void saysThatItCannotAskWhenControlFailsAndAsksAgain() {
        sessions.setBroken(true);
        assertThat(cache.ask(ANN).join()).isEqualTo(Finding.UNAVAILABLE);
        sessions.setBroken(false);
        assertThat(cache.ask(ANN).join()).isInstanceOf(SignedIn.class);
    }

    @Test
    void reportsTheLastUseBeforeTheOneThatAsks() {
        cache.ask(ANN).join();
        pass(29);
        cache.find(ANN);
        pass(1000);
        cache.ask(ANN).join();
        assertThat(sessions.asked())
                .extracting(FakeSessions.Asked::unused)
                .containsExactly(Duration.ZERO, Duration.ofSeconds(1000), Duration.ZERO);
    }

    @Test
    void reportsSilenceOfWhatIsOpen() {
        SignedIn open = (SignedIn) cache.ask(ANN).join();
        pass(30);
        open.use().at(clock.get());
        pass(10);
        cache.askAgain(open).join();
        pass(30);
        cache.askAgain(open).join();
        assertThat(sessions.asked())
                .extracting(FakeSessions.Asked::unused)
                .containsExactly(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(40));
    }

    private void pass(long seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
