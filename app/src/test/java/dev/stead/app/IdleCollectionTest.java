package dev.stead.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.testing.SimulatedServer;
import dev.stead.testing.SimulatedTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;

final class IdleCollectionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SimulatedTime time = new SimulatedTime(new Random(1));
    private final FakeMemory memory = new FakeMemory();
    private final IdleCollection care = new IdleCollection(new SimulatedServer(time), memory);

    /** A process that has grown, and works as much as is said. */
    private final class FakeMemory implements IdleCollection.Memory {
        private double cores;
        private long grown;
        private int collections;

        @Override
        public long cpu() {
            return (long) (time.nanos() * cores);
        }

        @Override
        public long grown() {
            return grown;
        }

        @Override
        public void collect() {
            collections++;
            grown = 0;
        }
    }

    @BeforeEach
    void start() {
        care.start();
    }

    @AfterEach
    void stop() {
        care.close();
    }

    @Test
    void whatAStartNeededIsGivenBackOnce() {
        memory.grown = 20 << 20;
        time.pass(MINUTE);
        time.pass(MINUTE);
        assertThat(memory.collections).isEqualTo(1);
    }

    @Test
    void aBusyServerIsNotStopped() {
        memory.cores = 0.2;
        memory.grown = 100 << 20;
        time.pass(MINUTE);
        assertThat(memory.collections).isZero();

        memory.cores = 0;
        time.pass(MINUTE);
        assertThat(memory.collections).isEqualTo(1);
    }

    @Test
    void littleIsLeftToTheCollector() {
        memory.grown = 1 << 20;
        time.pass(MINUTE);
        assertThat(memory.collections).isZero();
    }

    @Test
    void thisProcessHasAnOldGenerationThatACollectionSettles() {
        IdleCollection.Memory own = new IdleCollection.Own();
        assertThat(own.cpu()).isPositive();
        own.collect();
        assertThat(own.grown()).isLessThan(1 << 20);
    }
}
