package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Sends parts of a large file, with texts between them, while the client has room.
 *
 * <ul>
 *   <li>A file that was read as a whole in the last minute is taken to be in the system's memory:
 *       over plain HTTP it is sent by the system itself (sendfile), over TLS it is read here, in
 *       chunks; after a few of them the others get their turn.
 *   <li>Whatever may have to come from the disk is opened and read on the {@link FileReaders}, one
 *       chunk at a time.
 * </ul>
 *
 * Used on the client's event loop only.
 */
final class FileStream {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS_IN_A_TURN = 8;
    private static final long WARM_NANOS = 60_000_000_000L;

    /** Larger files are never taken to be in the system's memory. */
    private static final long LARGEST_WARM = 32L << 20;

    private final ClientConnection client;
    private final FileReaders readers;
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

    FileStream(ClientConnection client, FileReaders readers, Form form, List<Piece> pieces) {
        this.client = client;
        this.readers = readers;
        this.form = form;
        this.pieces = new ArrayDeque<>(pieces);
        this.whole = pieces.contains(new Piece.Part(new ByteRange(0, form.size())));
    }

    /** Opens the file before it replies. */
    void start(HttpResponse head) {
        warm = form.isWarm(client.loop().now());
        if (warm) {
            Optional<FileChannel> opened = open();
            onLoop(() -> begin(opened, head));
        } else {
            readers.read(client.loop().eventLoop(), this::open, opened -> begin(opened, head));
        }
    }

    private Optional<FileChannel> open() {
        try {
            return Optional.of(FileChannel.open(form.path(), StandardOpenOption.READ));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void begin(Optional<FileChannel> opened, HttpResponse head) {
        file = opened.orElse(null);
        if (over) {
            close();
        } else if (file == null) {
            over = true;
            client.replyFailed(HttpResponseStatus.NOT_FOUND);
        } else {
            client.reply(head);
            send();
        }
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
                case Piece.Text text -> client.write(text.bytes());
                case Piece.Part(ByteRange range) -> sendPart(open, range);
            }
            client.flush();
            if (over || reading || region != null) {
                return;
            }
        }
        if (pieces.isEmpty()) {
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
            readers.read(
                    client.loop().eventLoop(),
                    () -> chunk(open, range.first(), length),
                    this::readOn);
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
        DefaultFileRegion sent = new Lent(open, range);
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
    private static final class Lent extends DefaultFileRegion {
        Lent(FileChannel file, ByteRange range) {
            super(file, range.first(), range.length());
        }

        @Override
        protected void deallocate() {}
    }

    private void finish() {
        close();
        if (whole && form.size() <= LARGEST_WARM) {
            form.setWarmUntil(System.nanoTime() + WARM_NANOS);
        }
        client.end(LastHttpContent.EMPTY_LAST_CONTENT);
    }

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
