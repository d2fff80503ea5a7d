package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseStatus;

import org.junit.jupiter.api.Test;

import java.io.IOException;
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
                        },
                        () -> ErrorPage.of(client, HttpResponseStatus.SERVICE_UNAVAILABLE)));
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
                                        }),
                        () -> ErrorPage.of(client, HttpResponseStatus.SERVICE_UNAVAILABLE)));
        fact.complete("found");
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void saysWhatCannotBeHad() {
        ask((client, _) ->
                new WaitingAnswer<>(
                        client,
                        fact,
                        _ -> {
                            throw new IllegalStateException("there is nothing to go on with");
                        },
                        () ->
                                ErrorPage.forPrograms(
                                        client,
                                        new Page(
                                                HttpResponseStatus.SERVICE_UNAVAILABLE,
                                                "The shelf is stuck",
                                                "",
                                                Optional.empty()))));
        fact.completeExceptionally(new IOException("no disk"));
        channel.runPendingTasks();
        assertThat(written()).contains("503").contains("The shelf is stuck");
    }

    private String written() {
        StringBuilder text = new StringBuilder();
        for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            ByteBuf bytes = (ByteBuf) next;
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
        return text.toString();
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
