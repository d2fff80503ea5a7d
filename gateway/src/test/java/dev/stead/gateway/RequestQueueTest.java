package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.gateway.RequestQueue.Waiter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

final class RequestQueueTest {
    private final AtomicLong time = new AtomicLong();
    private final RequestQueue queue = new RequestQueue(time::get);
    private final List<String> admitted = new ArrayList<>();
    private int room;

    @Test
    void letsThemInInOrderAsRoomIsMade() {
        queue.join(waiter("a", false), 9);
        queue.join(waiter("b", false), 9);
        queue.join(waiter("c", false), 9);
        room = 2;
        queue.roomMade();
        assertThat(admitted).containsExactly("a", "b");
        assertThat(queue.length()).isEqualTo(1);
        room = 1;
        queue.roomMade();
        assertThat(admitted).containsExactly("a", "b", "c");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void takesNoMoreThanItHolds() {
        assertThat(queue.join(waiter("a", false), 2)).isTrue();
        assertThat(queue.join(waiter("b", false), 2)).isTrue();
        assertThat(queue.join(waiter("c", false), 2)).isFalse();
        assertThat(queue.join(waiter("d", false), 0)).isFalse();
        assertThat(queue.length()).isEqualTo(2);
    }

    @Test
    void seesRoomThatWasMadeBeforeOneJoined() {
        room = 1;
        queue.join(waiter("a", false), 9);
        assertThat(admitted).containsExactly("a");
    }

    @Test
    void oneThatQuitsIsNotLetIn() {
        Waiter first = waiter("a", false);
        queue.join(first, 9);
        queue.join(waiter("b", false), 9);
        assertThat(queue.quit(first)).isTrue();
        assertThat(queue.quit(first)).isFalse();
        room = 1;
        queue.roomMade();
        assertThat(admitted).containsExactly("b");
    }

    @Test
    void passesOverOneThatWaitsForAnInstanceOfItsOwn() {
        queue.join(waiter("sticky", true), 9);
        queue.join(waiter("b", false), 9);
        room = 1;
        queue.roomMade();
        assertThat(admitted).containsExactly("b");
    }

    /** Each of those that wait asks in each tick; one look is enough for all. */
    @Test
    void looksAroundOnceInATick() {
        AtomicInteger tried = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            queue.join(counting(tried), 99);
        }
        for (long tick = 1_000; tick < 1_003; tick++) {
            tried.set(0);
            for (int i = 0; i < 50; i++) {
                queue.lookAround(tick);
                queue.lookAround(tick - 1);
            }
            assertThat(tried).hasValue(50);
        }
    }

    private static Waiter counting(AtomicInteger tried) {
        return new Waiter() {
            @Override
            public Attempt tryToEnter() {
                tried.incrementAndGet();
                return Attempt.NOT_FOR_THIS;
            }

            @Override
            public void admitted() {
                throw new IllegalStateException("there is no room");
            }
        };
    }

    @Test
    void tellsWhenToComeAgainFromItsPace() {
        Duration unknown = Duration.ofSeconds(10);
        assertThat(queue.retryAfter(unknown)).isEqualTo(10);
        for (int i = 0; i < 50; i++) {
            queue.join(waiter("x", false), 9);
            time.addAndGet(Duration.ofSeconds(2).toNanos());
            room = 1;
            queue.roomMade();
        }
        for (int i = 0; i < 5; i++) {
            queue.join(waiter("x", false), 9);
        }
        assertThat(queue.retryAfter(unknown)).isEqualTo(10);
        queue.join(waiter("x", false), 9);
        assertThat(queue.retryAfter(unknown)).isEqualTo(12);
    }

    /** No request waits while there is room, however threads interleave. */
    @Test
    @Timeout(60)
    void forgetsNobodyAcrossThreads() throws Exception {
        Component component = new Component("api", System::nanoTime);
        Upstream upstream =
                new Upstream(
                        new Upstream.Place(
                                "api-1",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
                        component,
                        "",
                        () -> {});
        OptionalInt most = OptionalInt.of(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        int each = 5_000;
        CountDownLatch served = new CountDownLatch(4 * each);
        Runnable work =
                () -> {
                    peak.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    upstream.leave();
                    served.countDown();
                };
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < each; i++) {
                                    if (component.queue().isEmpty() && upstream.enter(most)) {
                                        work.run();
                                    } else {
                                        component
                                                .queue()
                                                .join(entering(upstream, most, work), each);
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        served.await();
        assertThat(peak.get()).isBetween(1, 3);
        assertThat(upstream.inFlight()).isZero();
        assertThat(component.queue().isEmpty()).isTrue();
    }

    private static Waiter entering(Upstream upstream, OptionalInt most, Runnable work) {
        return new Waiter() {
            @Override
            public Attempt tryToEnter() {
                return upstream.enter(most) ? Attempt.IN : Attempt.NO_ROOM;
            }

            @Override
            public void admitted() {
                Thread.ofVirtual().start(work);
            }
        };
    }

    private Waiter waiter(String name, boolean picky) {
        return new Waiter() {
            @Override
            public Attempt tryToEnter() {
                if (picky) {
                    return Attempt.NOT_FOR_THIS;
                }
                return room-- > 0 ? Attempt.IN : Attempt.NO_ROOM;
            }

            @Override
            public void admitted() {
                admitted.add(name);
            }
        };
    }
}
