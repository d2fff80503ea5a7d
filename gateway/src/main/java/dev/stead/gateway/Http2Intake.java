package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Netty's windows for what a client sends. The connection's is opened again at once and each
 * stream's when the instance has taken the data: one that waits does not stop the others. Sees all
 * data, also what nobody takes any more, as it was under way when its stream ended.
 */
final class Http2Intake extends DefaultHttp2LocalFlowController {
    private final Http2Budget budget;

    Http2Intake(Http2Connection connection, Http2Budget budget) {
        super(connection, DEFAULT_WINDOW_UPDATE_RATIO, true);
        this.budget = budget;
    }

    @Override
    public void receiveFlowControlledFrame(
            Http2Stream stream, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        budget.data(data.readableBytes());
        super.receiveFlowControlledFrame(stream, data, padding, endOfStream);
    }
}
