package dev.stead.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * Several parts of a file as one body, {@code multipart/byteranges} (RFC 9110, 14.6).
 *
 * @param boundary stands nowhere in the content; drawn by lot, so that nobody can see to it
 * @param pieces what to send
 */
record Multipart(String boundary, List<Piece> pieces) {
    Multipart {
        pieces = List.copyOf(pieces);
    }

    static Multipart of(List<ByteRange> ranges, String type, long size, String boundary) {
        List<Piece> pieces = new ArrayList<>();
        for (ByteRange range : ranges) {
            String head =
                    (pieces.isEmpty() ? "" : "\r\n")
                            + "--"
                            + boundary
                            + "\r\nContent-Type: "
                            + type
                            + "\r\nContent-Range: "
                            + range.contentRange(size)
                            + "\r\n\r\n";
            pieces.add(new Piece.Text(head));
            pieces.add(new Piece.Part(range));
        }
        pieces.add(new Piece.Text("\r\n--" + boundary + "--\r\n"));
        return new Multipart(boundary, pieces);
    }

    /** Bytes of the whole body. */
    long length() {
        long length = 0;
        for (Piece piece : pieces) {
            length +=
                    switch (piece) {
                        case Piece.Text(String ascii) -> ascii.length();
                        case Piece.Part(ByteRange range) -> range.length();
                    };
        }
        return length;
    }

    String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }
}
