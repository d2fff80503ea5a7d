package dev.stead.control.accounts;

import java.io.ByteArrayOutputStream;

/** Base 32 of RFC 4648 without padding: how programs for second factors take their secrets. */
final class Base32 {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int held = 0;
        for (byte b : bytes) {
            buffer = ((buffer << Byte.SIZE) | (b & 0xff)) & 0xffff;
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(LETTERS.charAt((buffer >> held) & 31));
            }
        }
        if (held > 0) {
            text.append(LETTERS.charAt((buffer << (BITS - held)) & 31));
        }
        return text.toString();
    }

    /** The bytes of a text that {@link #of} made. */
    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int buffer = 0;
        int held = 0;
        for (int i = 0; i < text.length(); i++) {
            buffer = ((buffer << BITS) | LETTERS.indexOf(text.charAt(i))) & 0xffff;
            held += BITS;
            if (held >= Byte.SIZE) {
                held -= Byte.SIZE;
                bytes.write((buffer >> held) & 0xff);
            }
        }
        return bytes.toByteArray();
    }
}
