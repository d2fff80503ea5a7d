package dev.stead.gateway;

import dev.stead.api.DiskLevel;
import dev.stead.api.Trimmable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The older one of the access log's two files, which nobody writes to.
 *
 * @param log the newer one
 */
record RotatedLog(Path log) implements Trimmable {
    @Override
    public String what() {
        return "the rotated access log";
    }

    @Override
    public Path folder() {
        return log.resolveSibling("");
    }

    @Override
    public DiskLevel from() {
        return DiskLevel.LOW;
    }

    @Override
    public long trim(long bytes) throws IOException {
        Path older = RotatingFile.older(log);
        if (bytes <= 0 || !Files.isRegularFile(older, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        long size = Files.size(older);
        return Files.deleteIfExists(older) ? size : 0;
    }
}
