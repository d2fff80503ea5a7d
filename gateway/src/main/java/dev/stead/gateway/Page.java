package dev.stead.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.Optional;

/**
 * What a page of the gateway's own says, before it is HTML or JSON.
 *
 * @param text plain; a sentence or two
 */
record Page(HttpResponseStatus status, String title, String text, Optional<Link> link) {
    /**
     * Where to go on.
     *
     * @param address a URL, or a path of the same host
     */
    record Link(String address, String text) {}

    /** What there is to say about a status alone. */
    static Page of(HttpResponseStatus status) {
        return new Page(status, status.reasonPhrase(), help(status), Optional.empty());
    }

    private static String help(HttpResponseStatus status) {
        return switch (status.code()) {
            case 400, 501, 505 -> "The request could not be understood.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not answer to this method.";
            case 408 -> "The request took too long to arrive.";
            case 411 -> "The request must say how long its body is.";
            case 412 -> "What is at this address is not what the request is about.";
            case 413, 414, 431 -> "The request is too large.";
            case 416 -> "The file does not have the part that was asked for.";
            case 421 -> "This connection is not for this host. Please try again.";
            case 502 -> "What answers here did not answer properly. Please try again.";
            case 503 -> "What answers here is not ready. Please try again in a moment.";
            case 504 -> "What answers here took too long. Please try again later.";
            default -> "The request could not be answered.";
        };
    }
}
