package dev.stead.gateway;

import io.netty.handler.codec.http.HttpResponse;

/** Looks at the head of a final reply as an instance sent it, before anything is rewritten. */
@FunctionalInterface
interface ReplyWatch {
    ReplyWatch NONE = _ -> {};

    void heard(HttpResponse reply);
}
