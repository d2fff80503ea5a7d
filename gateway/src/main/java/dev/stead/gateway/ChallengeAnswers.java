package dev.stead.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers an authority that checks a name by HTTP-01 (RFC 8555 section 8.3), and nobody else. */
final class ChallengeAnswers implements Answers {
    private static final String FOLDER = "/.well-known/acme-challenge/";

    private final Challenges challenges;
    private final Answers others;

    /**
     * @param others answers whatever is not asked by such an authority
     */
    ChallengeAnswers(Challenges challenges, Answers others) {
        this.challenges = challenges;
        this.others = others;
    }

    @Override
    public Answer choose(ClientConnection client, Request request) {
        String path = request.path().merged();
        if (!path.startsWith(FOLDER)) {
            return others.choose(client, request);
        }
        Optional<String> authorization = challenges.authorization(path.substring(FOLDER.length()));
        return authorization.isEmpty()
                ? others.choose(client, request)
                : new PageAnswer(client, () -> page(client, authorization.get()));
    }

    private static FullHttpResponse page(ClientConnection client, String authorization) {
        byte[] text = authorization.getBytes(StandardCharsets.US_ASCII);
        FullHttpResponse page =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(text));
        page.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream");
        page.headers().set(HttpHeaderNames.CONTENT_LENGTH, text.length);
        page.headers().set(HttpHeaderNames.DATE, client.loop().date());
        return page;
    }
}
