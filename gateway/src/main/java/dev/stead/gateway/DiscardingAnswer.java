package dev.stead.gateway;

import io.netty.handler.codec.http.HttpContent;

/** An answer that does not care for the request's body, and whose reply needs no room. */
abstract class DiscardingAnswer implements Answer {
    @Override
    public final void body(HttpContent content) {
        content.release();
    }

    @Override
    public final boolean wantsBody() {
        return true;
    }

    @Override
    public final void readComplete() {}

    @Override
    public void clientWritable() {}

    @Override
    public void clientGone() {}

    @Override
    public void checkDeadlines(long now) {}
}
