package dev.stead.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file of a site as it was when it was looked up.
 *
 * @param etag strong, without quotes: the release's folder, the path, the size and the time decide,
 *     and no two files have the same
 */
record SiteFile(Path path, String name, long size, Instant modified, String etag) {
    private static final int DIGEST_BYTES = 16;

    static Optional<SiteFile> of(Path folder, Path real) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class);
        if (!facts.isRegularFile()) {
            return Optional.empty();
        }
        long time = facts.lastModifiedTime().toMillis();
        String etag = "%s-%x-%x".formatted(digest(folder + "\0" + real), facts.size(), time);
        Instant modified = Instant.ofEpochMilli(time).truncatedTo(ChronoUnit.SECONDS);
        return Optional.of(
                new SiteFile(real, real.getFileName().toString(), facts.size(), modified, etag));
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
