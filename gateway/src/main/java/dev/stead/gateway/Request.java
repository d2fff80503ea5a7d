package dev.stead.gateway;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * A request whose head has been checked.
 *
 * @param head as the client sent it; a proxied answer rewrites it in place
 * @param host in lower case without port
 * @param id given by the gateway, for error pages, instances and logs
 */
record Request(HttpRequest head, String host, RequestPath path, String id) {
    boolean isHead() {
        return head.method().equals(HttpMethod.HEAD);
    }

    /** The same of whoever answers it, with these headers and without a body. */
    Request asGet(HttpHeaders headers) {
        HttpRequest plain =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, head.uri(), headers);
        return new Request(
                head instanceof CgiRequest program ? program.with(plain) : plain, host, path, id);
    }

    boolean isGetOrHead() {
        return head.method().equals(HttpMethod.GET) || isHead();
    }
}
