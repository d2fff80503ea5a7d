package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sends a part of a file in chunks while the client has room. Each turn on the event loop is short:
 * after a few chunks the others get theirs.
 */
final class FileSender {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS_IN_A_TURN = 8;

    private final ClientConnection client;
    private long position;
    private long left;
    private @Nullable FileChannel file;
    private boolean sending;

    FileSender(ClientConnection client, ByteRange part) {
        this.client = client;
        this.position = part.first();
        this.left = part.length();
    }

    /** Opens the file, then replies; so that a file that cannot be opened is a clear failure. */
    void start(Path path, HttpResponse head, boolean headOnly) {
        if (headOnly || left == 0) {
            client.reply(head);
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        try {
            file = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            client.replyFailed(HttpResponseStatus.NOT_FOUND);
            return;
        }
        client.reply(head);
        send();
    }

    /** Sends as much as there is room for, and goes on when there is room again. */
    void send() {
        FileChannel open = file;
        // Flushing may find room and call this again from within.
        if (open == null || sending) {
            return;
        }
        sending = true;
        sendTurn(open);
        sending = false;
    }

    private void sendTurn(FileChannel open) {
        for (int i = 0; i < CHUNKS_IN_A_TURN && left > 0 && client.writable(); i++) {
            if (!sendChunk(open)) {
                close();
                client.close();
                return;
            }
            client.flush();
        }
        if (left == 0) {
            close();
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
        } else if (client.writable()) {
            client.loop().eventLoop().execute(this::send);
        }
    }

    private boolean sendChunk(FileChannel open) {
        int length = (int) Math.min(CHUNK, left);
        ByteBuf buffer = client.channel().alloc().directBuffer(length);
        int read;
        try {
            read = buffer.writeBytes(open, position, length);
        } catch (IOException e) {
            read = -1;
        }
        if (read <= 0) {
            buffer.release();
            return false;
        }
        position += read;
        left -= read;
        client.write(buffer);
        return true;
    }

    void close() {
        FileChannel open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Nothing was written to it, so nothing is lost.
            }
        }
    }
}
