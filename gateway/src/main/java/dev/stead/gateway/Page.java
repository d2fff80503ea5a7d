package dev.stead.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.Optional;

/**
 * What a page of the gateway's own says, before it is HTML or JSON.
 *
 * @param text plain; a sentence or two
 * @param retryAfter seconds after which it may be worth trying again; 0 when it is not
 */
record Page(
        HttpResponseStatus status, String title, String text, Optional<Link> link, int retryAfter) {
    /** A page that says to try again where its status does. */
    Page(HttpResponseStatus status, String title, String text, Optional<Link> link) {
        this(status, title, text, link, retryAfter(status));
    }

    /**
     * Where to go on.
     *
     * @param address a URL, or a path of the same host
     */
    record Link(String address, String text) {}

    /** What there is to say about a status alone. */
    static Page of(HttpResponseStatus status) {
        return new Page(status, title(status), help(status), Optional.empty());
    }

    private static int retryAfter(HttpResponseStatus status) {
        return switch (status.code()) {
            case 502, 503 -> 5;
            case 504 -> 30;
            default -> 0;
        };
    }

    private static String title(HttpResponseStatus status) {
        return switch (status.code()) {
            case 400 -> "This request cannot be understood";
            case 403 -> "This is not allowed";
            case 404 -> "There is nothing here";
            case 405 -> "Not in this way";
            case 408 -> "The request took too long";
            case 413 -> "This is too large";
            case 414, 431 -> "The request's head is too large";
            case 416 -> "The file does not have that part";
            case 502 -> "The application did not answer properly";
            case 503 -> "The application is not ready";
            case 504 -> "The application took too long";
            default -> status.reasonPhrase();
        };
    }

    private static String help(HttpResponseStatus status) {
        return switch (status.code()) {
            case 400, 501, 505 ->
                    "What your browser or program sent is not right by the rules of HTTP. Sending"
                            + " the same again will not help.";
            case 403 -> "You may not use this. Sending the same again will not help.";
            case 404 ->
                    "Nothing is offered at this address. It may be misspelled, or what was here"
                            + " may have moved.";
            case 405 -> "This address does not answer to this method.";
            case 408 -> "It did not arrive in time. You can try again.";
            case 411 ->
                    "What was sent does not say how long it is, which this application needs to"
                            + " know beforehand.";
            case 412 -> "What is at this address is not, or no longer, what the request is about.";
            case 413 ->
                    "What you sent is larger than this application takes. Sending the same again"
                            + " will not help; something smaller may.";
            case 414, 431 ->
                    "The address or the headers are longer than what is taken. In a browser,"
                            + " deleting the cookies of this site often helps.";
            case 416 -> "Part of a file was asked for that it does not have.";
            case 421 -> "This connection is not for this host. Please try again.";
            case 502 ->
                    "It may be starting again just now. Trying again in a moment is worth it;"
                            + " what you sent may have been dealt with already.";
            case 503 ->
                    "It may be starting just now, or have too much to do. Please try again in"
                            + " a moment.";
            case 504 ->
                    "It did not answer in time. Please try again later; what you sent may have"
                            + " been dealt with already.";
            default -> "The request could not be answered.";
        };
    }
}
