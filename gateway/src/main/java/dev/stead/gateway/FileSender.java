package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Sends parts of a file, with texts between them, while the client has room.
 *
 * <ul>
 *   <li>Small files come from memory once they were read.
 *   <li>A large file that was read as a whole in the last minute is taken to be in the system's
 *       memory: over plain HTTP it is sent by the system itself (sendfile), over TLS it is read
 *       here, in chunks; after a few of them the others get their turn.
 *   <li>Whatever may have to come from the disk is opened and read on the {@link FileReaders}, one
 *       chunk at a time.
 * </ul>
 *
 * Used on the client's event loop only.
 */
final class FileSender {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS_IN_A_TURN = 8;
    private static final long WARM_NANOS = 60_000_000_000L;

    /** Larger files are never taken to be in the system's memory. */
    private static final long LARGEST_WARM = 32L << 20;

    private final ClientConnection client;
    private final FileStore store;
    private final Form form;
    private final Deque<Piece> pieces;
    private final boolean whole;
    private @Nullable FileChannel file;
    private @Nullable DefaultFileRegion region;
    private boolean warm;
    private boolean sending;
    private boolean reading;
    private boolean over;
    private long moved;
    private long movedAt;

    FileSender(ClientConnection client, FileStore store, Form form, List<Piece> pieces) {
        this.client = client;
        this.store = store;
        this.form = form;
        this.pieces = new ArrayDeque<>(pieces);
        this.whole = pieces.contains(new Piece.Part(new ByteRange(0, form.size())));
    }

    /** What is sent, one after the other. */
    sealed interface Piece {
        /** Bytes of our own. */
        record Text(String ascii) implements Piece {}

        /** Bytes of the file; at least one. */
        record Part(ByteRange range) implements Piece {}
    }

    /** Reads before it replies, so that a file that cannot be read is a clear failure. */
    void start(HttpResponse head, boolean headOnly) {
        ByteBuf kept = form.inMemory();
        if (headOnly || pieces.isEmpty()) {
            client.reply(head);
            finish();
        } else if (kept != null) {
            sendFrom(kept, head);
        } else if (form.size() <= HotFiles.LARGEST) {
            store.readers().read(() -> load(head));
        } else {
            warm = form.isWarm(client.loop().now());
            if (warm) {
                open(head);
            } else {
                store.readers().read(() -> open(head));
            }
        }
    }

    // Small files.

    private void load(HttpResponse head) {
        Optional<byte[]> bytes = contents();
        onLoop(() -> {
            if (bytes.isEmpty()) {
                fail();
            } else if (!over) {
                sendFrom(store.hot().keep(form, bytes.get()), head);
            }
        });
    }

    private Optional<byte[]> contents() {
        try (InputStream in = Files.newInputStream(form.path())) {
            byte[] bytes = in.readNBytes((int) form.size());
            return bytes.length == form.size() ? Optional.of(bytes) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void sendFrom(ByteBuf all, HttpResponse head) {
        client.reply(head);
        for (Piece piece : pieces) {
            client.write(
                    switch (piece) {
                        case Piece.Text(String ascii) -> text(ascii);
                        case Piece.Part(ByteRange range) ->
                                all.slice((int) range.first(), (int) range.length());
                    });
        }
        finish();
    }

    private static ByteBuf text(String ascii) {
        return Unpooled.copiedBuffer(ascii, java.nio.charset.StandardCharsets.US_ASCII);
    }

    // Large files.

    private void open(HttpResponse head) {
        FileChannel opened;
        try {
            opened = FileChannel.open(form.path(), StandardOpenOption.READ);
        } catch (IOException e) {
            onLoop(this::fail);
            return;
        }
        onLoop(() -> begin(opened, head));
    }

    private void begin(FileChannel opened, HttpResponse head) {
        file = opened;
        if (over) {
            close();
            return;
        }
        client.reply(head);
        send();
    }

    /** Goes on; called again when the client has room. */
    void send() {
        // Flushing may find room and call this again from within.
        if (file == null || sending || reading || region != null) {
            return;
        }
        sending = true;
        sendTurn(file);
        sending = false;
    }

    private void sendTurn(FileChannel open) {
        for (int i = 0; i < CHUNKS_IN_A_TURN && !pieces.isEmpty() && client.writable(); i++) {
            switch (pieces.removeFirst()) {
                case Piece.Text(String ascii) -> client.write(text(ascii));
                case Piece.Part(ByteRange range) -> sendPart(open, range);
            }
            client.flush();
            if (over || reading || region != null) {
                return;
            }
        }
        if (pieces.isEmpty()) {
            close();
            if (whole && form.size() <= LARGEST_WARM) {
                form.setWarmUntil(System.nanoTime() + WARM_NANOS);
            }
            finish();
        } else if (client.writable()) {
            onLoop(this::send);
        }
    }

    private void sendPart(FileChannel open, ByteRange range) {
        if (warm && !client.peer().tls()) {
            sendBySystem(open, range);
            return;
        }
        int length = (int) Math.min(CHUNK, range.length());
        if (range.length() > length) {
            pieces.addFirst(
                    new Piece.Part(new ByteRange(range.first() + length, range.length() - length)));
        }
        if (warm) {
            sendChunk(chunk(open, range.first(), length));
        } else {
            reading = true;
            store.readers()
                    .read(() -> {
                        Optional<ByteBuf> read = chunk(open, range.first(), length);
                        onLoop(() -> readOn(read));
                    });
        }
    }

    private void readOn(Optional<ByteBuf> read) {
        reading = false;
        if (over) {
            read.ifPresent(ByteBuf::release);
        } else {
            sendChunk(read);
            client.flush();
            send();
        }
    }

    private void sendChunk(Optional<ByteBuf> read) {
        if (read.isPresent()) {
            client.write(read.get());
        } else {
            close();
            client.close();
        }
    }

    private Optional<ByteBuf> chunk(FileChannel open, long position, int length) {
        ByteBuf buffer = client.channel().alloc().directBuffer(length);
        try {
            int read = 0;
            while (read >= 0 && buffer.writableBytes() > 0 && buffer.readableBytes() < length) {
                read =
                        buffer.writeBytes(
                                open,
                                position + buffer.readableBytes(),
                                length - buffer.readableBytes());
            }
        } catch (IOException e) {
            buffer.clear();
        }
        if (buffer.readableBytes() < length) {
            buffer.release();
            return Optional.empty();
        }
        return Optional.of(buffer);
    }

    private void sendBySystem(FileChannel open, ByteRange range) {
        DefaultFileRegion sent = new Kept(open, range);
        region = sent;
        moved = 0;
        movedAt = client.loop().now();
        var _ =
                client.channel()
                        .writeAndFlush(sent)
                        .addListener(done -> {
                            region = null;
                            if (!over && done.isSuccess()) {
                                onLoop(this::send);
                            } else if (!over) {
                                close();
                                client.close();
                            }
                        });
    }

    /** A region whose file we close ourselves. */
    private static final class Kept extends DefaultFileRegion {
        Kept(FileChannel file, ByteRange range) {
            super(file, range.first(), range.length());
        }

        @Override
        protected void deallocate() {}
    }

    // The end.

    /** A client that takes nothing: no buffer fills up when the system sends. */
    void checkDeadlines(long now) {
        DefaultFileRegion sent = region;
        if (sent == null) {
            return;
        }
        if (sent.transferred() != moved) {
            moved = sent.transferred();
            movedAt = now;
        } else if (now - movedAt > client.loop().settings().stallTimeout().toNanos()) {
            client.close();
        }
    }

    private void finish() {
        over = true;
        client.end(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void fail() {
        if (!over) {
            over = true;
            client.replyFailed(HttpResponseStatus.NOT_FOUND);
        }
    }

    private void onLoop(Runnable work) {
        client.loop().eventLoop().execute(work);
    }

    void close() {
        over = true;
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
