package dev.stead.gateway;

import io.netty.buffer.ByteBuf;

/**
 * Reads the framing of a chunked body (RFC 9112, 7.1), byte by byte where it must, so that it does
 * not matter how the bytes are split. Extensions are passed over. Used by one thread at a time.
 */
final class ChunkReader {
    /** Of leading zeros too, so that there is an end. */
    private static final int MOST_DIGITS = 15;

    /** What is behind may count in 32 bits. */
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private static final int MOST_EXTENSION = 4 * 1024;

    /** Of all extensions of a body, beyond as many bytes as it has data (CVE-2023-39326). */
    private static final int MOST_EXTENSIONS = 16 * 1024;

    private final boolean strict;
    private Part part = Part.SIZE;
    private long size;
    private int digits;
    private int extension;
    private long excess;
    private boolean spaced;
    private boolean quoted;
    private boolean escaped;

    /**
     * For one body.
     *
     * @param strict whether lines must end with a carriage return and a line feed, and a space may
     *     follow a size only before an extension
     */
    ChunkReader(boolean strict) {
        this.strict = strict;
    }

    private enum Part {
        SIZE,
        AFTER_SIZE,
        EXTENSION,
        SIZE_FEED,
        DATA,
        DATA_RETURN,
        DATA_FEED,
        TRAILERS
    }

    /** Framing that cannot be understood. */
    static final class BadChunk extends Exception {
        private static final long serialVersionUID = 1L;

        BadChunk(String why) {
            super(why, null, false, false);
        }
    }

    /** How many bytes of data come next; 0 when framing does. */
    long data() {
        return part == Part.DATA ? size : 0;
    }

    /** So many bytes of data have been taken. */
    void taken(int bytes) {
        size -= bytes;
        excess -= bytes;
        if (size == 0) {
            part = Part.DATA_RETURN;
        }
    }

    /** Whether only the trailers are left. */
    boolean isAtTrailers() {
        return part == Part.TRAILERS;
    }

    /** Reads framing until data or trailers begin, or nothing is left. */
    void read(ByteBuf in) throws BadChunk {
        while (in.isReadable() && part != Part.DATA && part != Part.TRAILERS) {
            read(in.readByte());
        }
    }

    private void read(byte b) throws BadChunk {
        switch (part) {
            case SIZE -> size(b);
            case AFTER_SIZE -> afterSize(b);
            case EXTENSION -> extension(b);
            case SIZE_FEED, DATA_FEED -> feed(b);
            case DATA_RETURN -> dataEnd(b);
            default -> throw new IllegalStateException("no framing here");
        }
    }

    private void size(byte b) throws BadChunk {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            if (++digits > MOST_DIGITS) {
                throw new BadChunk("the size of a chunk is too large");
            }
            size = (size << 4) | digit;
            if (size > MOST_BYTES) {
                throw new BadChunk("the size of a chunk is too large");
            }
        } else if (digits == 0) {
            throw new BadChunk("a chunk without a size");
        } else {
            afterSize(b);
        }
    }

    private void afterSize(byte b) throws BadChunk {
        if (b == ';') {
            part = Part.EXTENSION;
        } else if (Octets.isSpace(b)) {
            part = Part.AFTER_SIZE;
            spaced = true;
        } else if (strict && spaced) {
            throw new BadChunk("a space behind the size of a chunk");
        } else {
            lineEnds(b);
        }
    }

    private void extension(byte b) throws BadChunk {
        if (b == '\r' || b == '\n') {
            if (quoted) {
                throw new BadChunk("the end of a line in quotes");
            }
            lineEnds(b);
        } else if (++extension > MOST_EXTENSION
                || ++excess > MOST_EXTENSIONS
                || (b >= 0 && b < ' ' && b != '\t')
                || b == 0x7f) {
            throw new BadChunk("extensions of a chunk that are too long or not text");
        } else {
            quoted ^= b == '"' && !escaped;
            escaped = quoted && b == '\\' && !escaped;
        }
    }

    private void lineEnds(byte b) throws BadChunk {
        if (b == '\r') {
            part = Part.SIZE_FEED;
        } else if (b == '\n' && !strict) {
            sized();
        } else {
            throw new BadChunk("a chunk whose size does not end");
        }
    }

    private void feed(byte b) throws BadChunk {
        if (b != '\n') {
            throw new BadChunk("a carriage return without a line feed");
        }
        if (part == Part.SIZE_FEED) {
            sized();
        } else {
            next();
        }
    }

    private void dataEnd(byte b) throws BadChunk {
        if (b == '\r') {
            part = Part.DATA_FEED;
        } else if (b == '\n' && !strict) {
            next();
        } else {
            throw new BadChunk("a chunk that is longer than its size");
        }
    }

    private void sized() {
        part = size == 0 ? Part.TRAILERS : Part.DATA;
    }

    private void next() {
        part = Part.SIZE;
        size = 0;
        digits = 0;
        extension = 0;
        spaced = false;
    }
}
