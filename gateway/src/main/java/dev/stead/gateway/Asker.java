package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

import java.time.Duration;

/**
 * Whoever has an instance asked by a {@link ProxiedAnswer}: a client, or the response cache. On one
 * event loop only.
 */
interface Asker {
    Loop loop();

    /** The connection of whoever is asked for. */
    Channel channel();

    /** What is told about the request. */
    Tally tally();

    /** Who is at the other end. */
    Peer peer();

    /** Whether the request's body has come to its end. */
    boolean requestDone();

    /** Whether interim replies mean nothing to it. */
    boolean oldVersion();

    /** There may be room for more of the request's body. */
    void readIfWanted();

    /** Relays an interim reply (1xx). */
    void interim(HttpResponse reply);

    /** Begins the final reply; its framing headers must be right. */
    void reply(HttpResponse head);

    /** Takes a part of the reply's body; owned. */
    void write(Object content);

    void flush();

    /** Whether it has room. */
    boolean writable();

    /** Ends the reply. */
    void end(LastHttpContent last);

    /** There is no reply, or not all of it; what was in use has been let go of. */
    void replyFailed(HttpResponseStatus status);

    /** There is no reply now, but perhaps after this many seconds (503). */
    void replyBusy(int retryAfter);

    /** For this request, the asker may neither send nor take anything this long. */
    void stallAfter(Duration limit);

    /** The reply is one that comes for ever. */
    void mayStall();

    /** Whether nothing stands between this and another protocol. */
    boolean maySwitch();

    /** Goes on as another protocol, together with an instance. */
    void switchTo(UpstreamConnection instance, String protocol, Runnable ended);

    /** Cuts off. */
    void close();
}
