package dev.stead.gateway;

import io.netty.handler.codec.http.FullHttpResponse;

import java.util.function.Supplier;

/** Answers with a small page that is at hand. */
final class PageAnswer extends DiscardingAnswer {
    private final ClientConnection client;
    private final Supplier<FullHttpResponse> page;

    PageAnswer(ClientConnection client, Supplier<FullHttpResponse> page) {
        this.client = client;
        this.page = page;
    }

    @Override
    public void begin() {
        client.replyWith(page.get());
    }
}
