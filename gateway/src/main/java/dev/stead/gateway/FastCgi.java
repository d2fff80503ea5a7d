package dev.stead.gateway;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Numbers and records of FastCGI 1.0 (the specification's sections 3.3 and 8). */
final class FastCgi {
    static final int VERSION = 1;
    static final int HEADER = 8;
    static final int BEGIN_REQUEST = 1;
    static final int END_REQUEST = 3;
    static final int PARAMS = 4;
    static final int STDIN = 5;
    static final int STDOUT = 6;
    static final int STDERR = 7;

    /** Connections have one request, so that its number is always this. */
    static final int ID = 1;

    /** Of one record. */
    static final int MOST_CONTENT = 0xffff;

    private static final int RESPONDER = 1;
    private static final int LONG_FROM = 128;

    private FastCgi() {}

    /** The head of a record without padding. */
    static void header(ByteBuf out, int type, int length) {
        out.writeByte(VERSION).writeByte(type).writeShort(ID).writeShort(length).writeShort(0);
    }

    /** Asks for a responder, on a connection that ends with the answer. */
    static void begin(ByteBuf out) {
        header(out, BEGIN_REQUEST, HEADER);
        out.writeShort(RESPONDER).writeZero(HEADER - 2);
    }

    /** All variables, in as many records as they need, and the end of them. */
    static void params(ByteBuf out, Map<String, String> variables) {
        ByteBuf all = out.alloc().buffer();
        try {
            variables.forEach((name, value) -> pair(all, bytes(name, name), bytes(name, value)));
            while (all.isReadable()) {
                int length = Math.min(MOST_CONTENT, all.readableBytes());
                header(out, PARAMS, length);
                out.writeBytes(all, length);
            }
        } finally {
            all.release();
        }
        header(out, PARAMS, 0);
    }

    /** Headers hold bytes, one for each character; paths are UTF-8. */
    private static byte[] bytes(String name, String text) {
        boolean header = name.startsWith("HTTP_") || name.startsWith("CONTENT_");
        return text.getBytes(header ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static void pair(ByteBuf out, byte[] name, byte[] value) {
        length(out, name.length);
        length(out, value.length);
        out.writeBytes(name).writeBytes(value);
    }

    private static void length(ByteBuf out, int length) {
        if (length < LONG_FROM) {
            out.writeByte(length);
        } else {
            out.writeInt(length | 1 << 31);
        }
    }
}
