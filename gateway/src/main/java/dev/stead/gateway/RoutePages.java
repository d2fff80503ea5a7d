package dev.stead.gateway;

import dev.stead.model.Access;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.util.Optional;

/** What is said to requests that no route may take. */
final class RoutePages {
    private RoutePages() {}

    /** To a browser that wants a service worker for a whole host. */
    static FullHttpResponse workerForAll(ClientConnection client) {
        return ErrorPage.forPrograms(
                client,
                new Page(
                        HttpResponseStatus.FORBIDDEN,
                        "A service worker for the whole host",
                        "It would see sign-ins to other applications of this host. Put its script"
                                + " in a folder, which is then what it controls.",
                        Optional.empty()));
    }

    /** To a path that another program may take for one of another route. */
    static FullHttpResponse ambiguous(ClientConnection client) {
        return ErrorPage.forPrograms(
                client,
                new Page(
                        HttpResponseStatus.BAD_REQUEST,
                        "Ambiguous path",
                        "The path could be taken for one that is for other visitors. Write it as"
                                + " the application does: without escapes that it does not need,"
                                + " in the same case, without parameters.",
                        Optional.empty()));
    }

    /** To a path of a folder that lacks its slash, so that links in its page lead into it. */
    static FullHttpResponse slash(ClientConnection client, Request request, Access access) {
        FullHttpResponse moved =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.PERMANENT_REDIRECT,
                        Unpooled.EMPTY_BUFFER);
        String to = request.path().merged() + "/" + request.path().query();
        moved.headers().set(HttpHeaderNames.LOCATION, to);
        moved.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        if (!AccessRule.isPublic(access)) {
            moved.headers().set(HttpHeaderNames.CACHE_CONTROL, CacheRule.PRIVATE_ASK);
        }
        moved.headers().set(HttpHeaderNames.DATE, client.loop().date());
        return moved;
    }
}
