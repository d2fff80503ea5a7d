package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

final class LoopTest {
    /** A tick that throws is the last one of its loop. */
    @ParameterizedTest
    @MethodSource("failures")
    void looksAtAllDeadlinesWhenOneFails(Supplier<Throwable> failure) {
        Loop loop = loop();
        AtomicInteger looked = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            loop.watch(new Failing(i, failure, looked));
        }
        loop.tick();
        assertThat(looked).hasValue(5);
        loop.end();
        assertThat(looked).hasValue(10);
    }

    /** One that no thread runs. */
    static Loop loop() {
        Watching watching = new Watching(10, Optional.empty(), 7);
        return new Loop(
                new EmbeddedChannel().eventLoop(),
                new SplittableRandom(1),
                InstantSource.system(),
                GatewaySettings.standard(),
                watching.newLedger(InstantSource.system()),
                watching.limits());
    }

    static Stream<Supplier<Throwable>> failures() {
        return Stream.of(
                () -> new IllegalStateException("broken"),
                () -> new AssertionError("broken"),
                StackOverflowError::new);
    }

    private record Failing(int number, Supplier<Throwable> failure, AtomicInteger looked)
            implements Timed {
        @Override
        public void checkDeadlines(long now) {
            fail(failure.get());
        }

        @Override
        public void gatewayEnds() {
            fail(failure.get());
        }

        @SuppressWarnings("unchecked")
        private <T extends Throwable> void fail(Throwable cause) throws T {
            looked.incrementAndGet();
            throw (T) cause;
        }
    }
}
