package dev.stead.gateway;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

/** Netty's encoder, told when a reply answers HEAD. */
final class ReplyEncoder extends HttpResponseEncoder {
    private boolean head;

    void nextAnswersHead(boolean head) {
        this.head = head;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse reply) {
        return head
                || reply.status().codeClass() == HttpStatusClass.INFORMATIONAL
                || super.isContentAlwaysEmpty(reply);
    }
}
