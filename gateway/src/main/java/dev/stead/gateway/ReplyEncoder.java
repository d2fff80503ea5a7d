package dev.stead.gateway;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;

/** Encodes replies; told when one answers HEAD. */
final class ReplyEncoder extends MessageEncoder {
    private boolean head;

    ReplyEncoder(HeadText text) {
        super(text);
    }

    void nextAnswersHead(boolean head) {
        this.head = head;
    }

    @Override
    boolean isWithoutBody(HttpMessage message) {
        HttpResponseStatus status = ((HttpResponse) message).status();
        return head
                || status.codeClass() == HttpStatusClass.INFORMATIONAL
                || status.equals(HttpResponseStatus.NO_CONTENT)
                || status.equals(HttpResponseStatus.NOT_MODIFIED);
    }
}
