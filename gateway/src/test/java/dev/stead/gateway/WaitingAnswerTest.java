package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

final class WaitingAnswerTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final CompletableFuture<String> fact = new CompletableFuture<>();

    @Test
    void closesTheClientWhenGoingOnFails() {
        ask((client, _) ->
                new WaitingAnswer<>(
                        client,
                        fact,
                        _ -> {
                            throw new IllegalStateException("no answer");
                        }));
        assertThat(channel.isOpen()).isTrue();
        fact.complete("found");
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesTheClientWhenTheNextAnswerFailsToBegin() {
        ask((client, _) ->
                new WaitingAnswer<>(
                        client,
                        fact,
                        _ ->
                                new PageAnswer(
                                        client,
                                        () -> {
                                            throw new IllegalStateException("no page");
                                        })));
        fact.complete("found");
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    private void ask(Answers answers) {
        Watching watching = new Watching(10, Optional.empty(), 7);
        Loop loop =
                new Loop(
                        channel.eventLoop(),
                        new SplittableRandom(1),
                        InstantSource.system(),
                        GatewaySettings.standard(),
                        watching.newLedger(InstantSource.system()),
                        watching.limits());
        new Http1Line(channel, loop, answers, new Listener()).install();
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "GET / HTTP/1.1\r\nHost: h\r\n\r\n", StandardCharsets.US_ASCII));
    }
}
