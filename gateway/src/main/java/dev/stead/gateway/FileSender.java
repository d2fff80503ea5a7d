package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Sends parts of a file, with texts between them, while the client has room. Small files come from
 * memory once they were read; a {@link FileStream} sends the others. Used on the client's event
 * loop only.
 */
final class FileSender {
    private final ClientConnection client;
    private final FileStore store;
    private final Form form;
    private final List<Piece> pieces;
    private @Nullable FileStream stream;
    private boolean over;

    FileSender(ClientConnection client, FileStore store, Form form, List<Piece> pieces) {
        this.client = client;
        this.store = store;
        this.form = form;
        this.pieces = List.copyOf(pieces);
    }

    /** Reads before it replies, so that a file that cannot be read is a clear failure. */
    void start(HttpResponse head, boolean headOnly) {
        ByteBuf kept = form.inMemory();
        if (headOnly || pieces.isEmpty()) {
            client.reply(head);
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
        } else if (kept != null) {
            sendFrom(kept, head);
        } else if (form.size() <= HotFiles.LARGEST) {
            store.readers()
                    .read(client.loop().eventLoop(), this::contents, read -> loaded(read, head));
        } else {
            FileStream large = new FileStream(client, store.readers(), form, pieces);
            stream = large;
            large.start(head);
        }
    }

    private Optional<byte[]> contents() {
        try (InputStream in = Files.newInputStream(form.path())) {
            byte[] bytes = in.readNBytes((int) form.size());
            return bytes.length == form.size() ? Optional.of(bytes) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void loaded(Optional<byte[]> bytes, HttpResponse head) {
        if (over) {
            return;
        }
        if (bytes.isEmpty()) {
            client.replyFailed(HttpResponseStatus.NOT_FOUND);
        } else {
            sendFrom(store.hot().keep(form, bytes.get()), head);
        }
    }

    private void sendFrom(ByteBuf all, HttpResponse head) {
        client.reply(head);
        for (Piece piece : pieces) {
            client.write(
                    switch (piece) {
                        case Piece.Text text -> text.bytes();
                        case Piece.Part(ByteRange range) ->
                                all.slice((int) range.first(), (int) range.length());
                    });
        }
        client.end(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Goes on; called again when the client has room. */
    void send() {
        if (stream != null) {
            stream.send();
        }
    }

    /** A client that takes nothing: no buffer fills up when the system sends. */
    void checkDeadlines(long now) {
        if (stream != null) {
            stream.checkDeadlines(now);
        }
    }

    void close() {
        over = true;
        if (stream != null) {
            stream.close();
        }
    }
}
