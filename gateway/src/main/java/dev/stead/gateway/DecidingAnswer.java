package dev.stead.gateway;

import io.netty.handler.codec.http.HttpContent;

/** An answer that only finds out who answers; the request's body is not read meanwhile. */
abstract class DecidingAnswer implements Answer {
    @Override
    public final boolean isDeciding() {
        return true;
    }

    @Override
    public final void body(HttpContent content) {
        throw new IllegalStateException("a body's part before there is an answer");
    }

    @Override
    public final boolean wantsBody() {
        return false;
    }

    @Override
    public final void readComplete() {}

    @Override
    public final void clientWritable() {}
}
