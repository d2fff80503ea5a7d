package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;

import org.jspecify.annotations.Nullable;

/**
 * What the access log and the metrics tell about one request; filled in by whoever knows, on the
 * client's event loop only.
 */
final class Tally {
    private final long began;
    private String component = "";
    private String instance = "";
    private String account = "";
    private String kept = "";
    private String refusal = "";
    private int tries;
    private long asked;
    private long answered;
    private final @Nullable HttpRequest head;
    private final String target;
    private String protocol = "";
    private String upgrade = "";
    private String cut = "";
    private int status;
    private long in;
    private long out;
    private boolean written;

    /**
     * Begins before any request.
     *
     * @param began {@link System#nanoTime}
     */
    Tally(long began) {
        this.began = began;
        this.head = null;
        this.target = "";
    }

    /**
     * Begins with a request.
     *
     * @param head as the client sent it; its target is looked at now, since a proxied answer
     *     rewrites it
     * @param began {@link System#nanoTime}
     */
    Tally(HttpRequest head, long began) {
        this.began = began;
        this.head = head;
        this.target = head.uri();
        this.protocol = head.protocolVersion().text();
    }

    String method() {
        return head == null ? "" : head.method().name();
    }

    /** The request's target as the client sent it. */
    String target() {
        return target;
    }

    /** The protocol that the client speaks, such as {@code HTTP/1.1}. */
    String protocol() {
        return protocol;
    }

    /** What is an HTTP/1.1 request here came by another protocol. */
    void cameBy(String protocol) {
        this.protocol = protocol;
    }

    /** What the request says of itself under a name; empty when it says nothing. */
    String header(CharSequence name) {
        return head == null ? "" : head.headers().get(name, "");
    }

    /** Host and port as the request names them. */
    String host() {
        return header(HttpHeaderNames.HOST);
    }

    /** Status of the final answer; 0 while there is none. */
    int status() {
        return status;
    }

    void replied(int status) {
        this.status = status;
    }

    /** Bytes that the client sent after the head. */
    long in() {
        return in;
    }

    void received(long bytes) {
        in += bytes;
    }

    /** Bytes that were handed to the client's connection after the head. */
    long out() {
        return out;
    }

    void sent(long bytes) {
        out += bytes;
    }

    /** Likewise, with a part of a body as Netty knows them. */
    void sent(Object part) {
        out +=
                switch (part) {
                    case ByteBufHolder holder -> holder.content().readableBytes();
                    case ByteBuf bytes -> bytes.readableBytes();
                    case FileRegion region -> region.count();
                    default -> 0;
                };
    }

    /** The protocol that the connection was switched to; or empty. */
    String upgrade() {
        return upgrade;
    }

    void upgraded(String protocol) {
        upgrade = protocol;
        status = 101;
    }

    /** Who ended it before its time: {@code client}, {@code gateway}; or empty. */
    String cut() {
        return cut;
    }

    /** Ended before its time; the first who says so is right. */
    void cutBy(String who) {
        if (cut.isEmpty()) {
            cut = who;
        }
    }

    /** Whether it is to be written down now: true once, and only if there was a request. */
    boolean close() {
        boolean first = !written && head != null;
        written = true;
        return first;
    }

    /** {@link System#nanoTime} when the head was complete. */
    long began() {
        return began;
    }

    /** The component that the request went to; empty while none is known. */
    String component() {
        return component;
    }

    void reached(String component) {
        this.component = component;
    }

    /** The instance that was asked last; empty when none was. */
    String instance() {
        return instance;
    }

    /** How many instances were asked. */
    int tries() {
        return tries;
    }

    /**
     * The request goes to an instance now.
     *
     * @param now {@link System#nanoTime}
     */
    void asked(String instance, long now) {
        this.instance = instance;
        this.tries++;
        this.asked = now;
    }

    /**
     * The head of the final answer has come.
     *
     * @param now {@link System#nanoTime}
     */
    void answered(long now) {
        answered = now;
    }

    /** Nanoseconds between the last instance being asked and its answer; 0 when there is none. */
    long answerNanos() {
        return answered == 0 ? 0 : answered - asked;
    }

    /** Name of the account that asked; empty when nobody has signed in. */
    String account() {
        return account;
    }

    void by(String account) {
        this.account = account;
    }

    /** What the response cache did: {@code hit}, {@code miss}, {@code stale} ...; or empty. */
    String kept() {
        return kept;
    }

    void kept(String kept) {
        this.kept = kept;
    }

    /** Why the gateway itself refused the request, in a word for logs and metrics; or empty. */
    String refusal() {
        return refusal;
    }

    void refused(String reason) {
        refusal = reason;
    }
}
