package dev.stead.gateway;

import io.netty.handler.codec.http.HttpResponse;

/** Answers with what the cache was told not to keep, at the client's pace. */
final class DirectAnswer extends DiscardingAnswer {
    private final ClientConnection client;
    private final Fetch fetch;
    private final HttpResponse head;

    DirectAnswer(ClientConnection client, Fetch fetch, HttpResponse head) {
        this.client = client;
        this.fetch = fetch;
        this.head = head;
    }

    @Override
    public void begin() {
        client.reply(head);
    }

    @Override
    public void clientWritable() {
        fetch.leaderWritable();
    }

    @Override
    public void clientGone() {
        fetch.leaderGone();
    }
}
