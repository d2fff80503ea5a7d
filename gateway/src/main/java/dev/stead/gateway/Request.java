package dev.stead.gateway;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

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

    boolean isGetOrHead() {
        return head.method().equals(HttpMethod.GET) || isHead();
    }
}
