package dev.stead.gateway;

/** How a file's bytes may be packed for the way (RFC 9110, 8.4.1; RFC 7932; RFC 8878). */
enum Coding {
    BROTLI("br", "br"),
    ZSTD("zstd", "zst"),
    GZIP("gzip", "gz");

    private final String token;
    private final String extension;

    Coding(String token, String extension) {
        this.token = token;
        this.extension = extension;
    }

    /** As {@code Content-Encoding} names it. */
    String token() {
        return token;
    }

    /** What names of files that hold it end with, and tags of such forms too. */
    String extension() {
        return extension;
    }
}
