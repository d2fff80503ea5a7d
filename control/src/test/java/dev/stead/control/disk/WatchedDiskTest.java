package dev.stead.control.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.DiskLevel;
import dev.stead.base.ByteCount;
import dev.stead.base.DiskUsage;

import org.junit.jupiter.api.Test;

final class WatchedDiskTest {
    @Test
    void saysHowADiskIs() {
        DiskUsage usage = new DiskUsage(20L << 30, 3 << 29, 1000, 900);
        assertThat(new WatchedDisk(1, "/var", usage, DiskLevel.LOW).words())
                .isEqualTo("the disk /var is low on space: 1.5 GiB of 20 GiB is free");
    }

    @Test
    void namesInodesWhereTheyAreShort() {
        DiskUsage usage = new DiskUsage(20L << 30, 10L << 30, 1000, 10);
        assertThat(new WatchedDisk(1, "/", usage, DiskLevel.CRITICAL).words())
                .isEqualTo(
                        "the disk / is critically low on space: 10 GiB of 20 GiB is free, 10 of"
                                + " 1000 inodes are free");
    }

    @Test
    void bytesAreReadable() {
        assertThat(new ByteCount(0)).hasToString("0 bytes");
        assertThat(new ByteCount(1)).hasToString("1 byte");
        assertThat(new ByteCount(1023)).hasToString("1023 bytes");
        assertThat(new ByteCount(1024)).hasToString("1 KiB");
        assertThat(new ByteCount(1536)).hasToString("1.5 KiB");
        assertThat(new ByteCount(123_456_789)).hasToString("118 MiB");
        assertThat(new ByteCount(Long.MAX_VALUE)).hasToString("8 EiB");
    }
}
