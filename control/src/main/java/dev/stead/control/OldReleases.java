package dev.stead.control;

import dev.stead.api.DiskLevel;
import dev.stead.api.Trimmable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Releases that nothing uses, also of components that are no longer in the file: only somebody who
 * puts an old source back could want them, and then they are made again.
 *
 * @param inUse digests in use now, by component
 */
record OldReleases(Releases releases, Supplier<Map<String, Set<String>>> inUse)
        implements Trimmable {
    @Override
    public String what() {
        return "old releases";
    }

    @Override
    public Path folder() {
        return releases.folder();
    }

    @Override
    public DiskLevel from() {
        return DiskLevel.LOW;
    }

    @Override
    public long trim(long bytes) throws IOException {
        return releases.trimAll(inUse.get(), bytes);
    }
}
