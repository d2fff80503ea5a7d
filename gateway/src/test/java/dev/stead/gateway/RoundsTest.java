package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
final class RoundsTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicInteger begun = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                NoClassDefFoundError.class,
                OutOfMemoryError.class,
                Exception.class
            })
    void goesOnAfterOneThatFails(Class<? extends Throwable> kind) throws Exception {
        Throwable failure = kind.getDeclaredConstructor().newInstance();
        try (Rounds rounds =
                new Rounds(
                        NEVER,
                        () -> {
                            if (begun.incrementAndGet() == 1) {
                                RoundsTest.<RuntimeException>fail(failure);
                            }
                        })) {
            rounds.runOne();
            rounds.runOne();
        }
        assertThat(begun).hasValue(2);
    }

    /** Some libraries throw what their methods do not declare. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void fail(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void endsInTheMiddleOfOne() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Rounds rounds =
                new Rounds(
                        NEVER,
                        () -> {
                            begun.incrementAndGet();
                            inside.countDown();
                            new CountDownLatch(1).await();
                        });
        rounds.wake();
        inside.await();
        rounds.close();
        rounds.runOne();
        assertThat(begun).hasValue(1);
    }
}
