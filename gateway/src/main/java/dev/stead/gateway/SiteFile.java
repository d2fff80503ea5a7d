package dev.stead.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A file of a site as it was when it was looked up.
 *
 * @param etag strong, without quotes: the release's folder, the path, the size and the time decide
 */
record SiteFile(Path path, String name, long size, Instant modified, String etag) {
    static Optional<SiteFile> of(Path folder, Path real) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class);
        if (!facts.isRegularFile()) {
            return Optional.empty();
        }
        long time = facts.lastModifiedTime().toMillis();
        String etag =
                "%x-%x-%x-%x"
                        .formatted(
                                folder.toString().hashCode(),
                                folder.relativize(real).toString().hashCode(),
                                facts.size(),
                                time);
        Instant modified = Instant.ofEpochMilli(time).truncatedTo(ChronoUnit.SECONDS);
        return Optional.of(
                new SiteFile(real, real.getFileName().toString(), facts.size(), modified, etag));
    }
}
