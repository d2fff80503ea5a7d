package dev.stead.gateway;

import dev.stead.api.DiskLevel;
import dev.stead.api.Trimmable;

import java.nio.file.Path;

/**
 * Kept answers on disk: what was used longest ago can go.
 *
 * @param folder of all components' folders
 */
record KeptAnswers(Path folder, Shelves shelves) implements Trimmable {
    @Override
    public String what() {
        return "kept answers";
    }

    @Override
    public DiskLevel from() {
        return DiskLevel.LOW;
    }

    @Override
    public long trim(long bytes) {
        return shelves.shrink(bytes);
    }

    @Override
    public void recover() {
        shelves.grow();
    }
}
