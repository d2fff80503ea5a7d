package dev.stead.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The form of a kept answer in a file; numbers are big-endian, texts as {@link
 * DataOutputStream#writeUTF}.
 *
 * <pre>
 * 8 bytes  "STEADKPT"
 * int      version, 1
 * int      length of the description
 * int      CRC-32C of the description
 * ...      description: key, status, terms, audience, times, what it varies by, fields,
 *          length of the body (int), CRC-32C of the body (int)
 * ...      body, to the end of the file
 * </pre>
 */
final class DiskFormat {
    private static final long MAGIC = 0x53544541444B5054L;
    private static final int VERSION = 1;
    private static final int LONGEST_HEAD = 1 << 20;

    private DiskFormat() {}

    /** What stands before a body. */
    record Description(CacheKey key, KeptHead head, int length, int checksum) {}

    static void write(OutputStream out, CacheKey key, Kept kept) throws IOException {
        byte[] description = describe(key, kept);
        DataOutputStream data = new DataOutputStream(out);
        data.writeLong(MAGIC);
        data.writeInt(VERSION);
        data.writeInt(description.length);
        data.writeInt(checksum(description));
        data.write(description);
        data.write(kept.body());
        data.flush();
    }

    private static byte[] describe(CacheKey key, Kept kept) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        KeptHead head = kept.head();
        writeTexts(out, List.of(key.host(), key.place(), key.target()));
        out.writeShort(head.status().code());
        out.writeUTF(head.status().reasonPhrase());
        out.writeLong(head.terms().lifetime());
        out.writeLong(head.terms().whileRevalidate());
        out.writeLong(head.terms().ifError());
        out.writeBoolean(head.terms().ask());
        out.writeBoolean(head.terms().explicit());
        out.writeUTF(head.audience().account());
        out.writeBoolean(head.audience().everybody());
        out.writeBoolean(head.audience().explicit());
        out.writeLong(head.initialAge());
        out.writeLong(head.asked());
        out.writeLong(head.answered());
        writeTexts(out, head.vary().names());
        writeTexts(out, head.vary().values());
        writeTexts(out, head.fields());
        out.writeInt(kept.body().length);
        out.writeInt(checksum(kept.body()));
        return bytes.toByteArray();
    }

    /**
     * Reads what stands before the body.
     *
     * @throws IOException when this is not what {@link #write} wrote
     */
    static Description readDescription(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        if (data.readLong() != MAGIC || data.readInt() != VERSION) {
            throw new IOException("not a kept answer of this version");
        }
        int length = data.readInt();
        int checksum = data.readInt();
        if (length < 0 || length > LONGEST_HEAD) {
            throw new IOException("a description of " + length + " bytes");
        }
        byte[] description = new byte[length];
        data.readFully(description);
        if (checksum(description) != checksum) {
            throw new IOException("the description has changed");
        }
        return parse(new DataInputStream(new ByteArrayInputStream(description)));
    }

    private static Description parse(DataInputStream in) throws IOException {
        List<String> key = readTexts(in);
        HttpResponseStatus status = HttpResponseStatus.valueOf(in.readShort(), in.readUTF());
        Terms terms =
                new Terms(
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readBoolean(),
                        in.readBoolean());
        Audience audience = new Audience(in.readUTF(), in.readBoolean(), in.readBoolean());
        long initialAge = in.readLong();
        long asked = in.readLong();
        long answered = in.readLong();
        Vary vary = new Vary(readTexts(in), readTexts(in));
        KeptHead head =
                new KeptHead(
                        status,
                        List.copyOf(readTexts(in)),
                        terms,
                        vary,
                        audience,
                        initialAge,
                        asked,
                        answered);
        return new Description(
                new CacheKey(key.get(0), key.get(1), key.get(2)), head, in.readInt(), in.readInt());
    }

    /**
     * Reads a whole answer.
     *
     * @throws IOException when this is not what {@link #write} wrote
     */
    static Kept read(InputStream in) throws IOException {
        Description description = readDescription(in);
        // No more than that, however long a file that was changed has become.
        byte[] body = in.readNBytes(Math.max(0, description.length()));
        if (body.length != description.length()
                || in.read() >= 0
                || checksum(body) != description.checksum()) {
            throw new IOException("the body has changed");
        }
        return new Kept(description.head(), body);
    }

    private static void writeTexts(DataOutputStream out, List<? extends CharSequence> texts)
            throws IOException {
        out.writeInt(texts.size());
        for (CharSequence text : texts) {
            out.writeUTF(text.toString());
        }
    }

    private static List<String> readTexts(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
