package dev.stead.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

final class HashingPoolTest {
    @Test
    void takesHalfOfTheProcessorsAtMostTwo() {
        assertThat(List.of(1, 2, 3, 4, 64).stream().map(HashingPool::atOnce))
                .containsExactly(1, 1, 1, 2, 2);
    }

    @Test
    void servesInOrderFewAtOnceAndRefusesWhatIsTooMuch() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        try (HashingPool pool = new HashingPool(1, 20)) {
            for (int i = 0; i <= 20; i++) {
                int number = i;
                threads.add(
                        Thread.ofVirtual()
                                .start(() ->
                                        pool.run(() -> {
                                            started.incrementAndGet();
                                            held.await();
                                            return order.add(number);
                                        })));
                int waiting = i;
                Awaitility.await().until(() -> started.get() == 1 && pool.waiting() == waiting);
            }

            assertThatThrownBy(() -> pool.run(() -> 1))
                    .isInstanceOfSatisfying(
                            SteadException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.EXHAUSTED));
            assertThat(started).hasValue(1);
            held.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(order).isSorted().hasSize(21);
    }
}
