package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

final class LoopTest {
    @Test
    void looksAtAllDeadlinesWhenOneFails() {
        Watching watching = new Watching(10, Optional.empty(), 7);
        Loop loop =
                new Loop(
                        new EmbeddedChannel().eventLoop(),
                        new SplittableRandom(1),
                        InstantSource.system(),
                        GatewaySettings.standard(),
                        watching.newLedger(InstantSource.system()),
                        watching.limits());
        AtomicInteger looked = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            loop.watch(_ -> {
                looked.incrementAndGet();
                throw new IllegalStateException("broken");
            });
        }
        loop.tick();
        assertThat(looked).hasValue(5);
    }
}
