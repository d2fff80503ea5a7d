package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * What carries a client's exchanges: an HTTP/1.1 connection, one after the other, or a stream of an
 * HTTP/2 connection, a single one. It gives what the client sends to its {@link ClientConnection}
 * and takes replies from it. On the event loop of its channel only.
 */
sealed interface ClientLine permits Http1Line, Http2Line {
    /** The connection to the client, which may be shared with other lines. */
    Channel channel();

    /** Who is at the other end. */
    Visitors visitors();

    /** Name and version of the protocol, as access logs write it. */
    String protocol();

    /** Whether the line may carry another exchange as far as the gateway is concerned. */
    boolean mayKeep();

    /** There is room for more of the request's body, or for another request. */
    void read();

    /** Another answer has taken over: what was held back for it can go on. */
    void resume();

    /** Whether the client has room. */
    boolean writable();

    /** Bytes of replies that have not left. */
    long pending();

    /** Writes and flushes an interim reply (1xx). */
    void interim(HttpResponse reply);

    /** Writes the head of the final reply. */
    void head(HttpResponse reply, boolean answersHead);

    /** Writes and flushes a final reply that is at hand as a whole; owned. */
    void whole(FullHttpResponse reply, boolean answersHead);

    /** Writes a part of the reply's body, a {@code ByteBuf} or an {@code HttpContent}; owned. */
    void write(Object content);

    /** Writes the end of the reply and flushes; owned. */
    void end(LastHttpContent last);

    void flush();

    /** Request and reply have both ended. */
    void over(boolean keepAlive);

    /** Ends the line at once; after this nothing is given to the client's side any more. */
    void cut();

    /** Whether nothing stands between this line and another protocol. */
    boolean maySwitch();

    /** Gives the line's bytes to somebody else; {@link #handOverRest} follows. */
    void handOver(ChannelInboundHandlerAdapter successor);

    /** Gives away what had been read before. */
    void handOverRest();
}
