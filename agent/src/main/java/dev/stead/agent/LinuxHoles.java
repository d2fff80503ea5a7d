package dev.stead.agent;

import dev.stead.base.NativeFile;

import java.io.IOException;
import java.nio.file.Path;

/** Holes by fallocate(2) and lseek(2); numbers from linux/falloc.h, linux/fs.h and errno.h. */
final class LinuxHoles implements Holes {
    private static final int KEEP_SIZE = 0x01;
    private static final int PUNCH_HOLE = 0x02;
    private static final int COLLAPSE_RANGE = 0x08;
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int ENXIO = 6;
    private static final int EINVAL = 22;

    @Override
    public boolean punch(Path file, long end) throws IOException {
        return allocate(file, PUNCH_HOLE | KEEP_SIZE, end);
    }

    @Override
    public boolean collapse(Path file, long end) throws IOException {
        return allocate(file, COLLAPSE_RANGE, end);
    }

    @Override
    public long dataStart(Path file) throws IOException {
        try (NativeFile opened = NativeFile.open(file)) {
            long start = opened.seek(0, SEEK_DATA);
            return Math.max(0, start == -ENXIO ? opened.seek(0, SEEK_END) : start);
        }
    }

    private static boolean allocate(Path file, int mode, long length) throws IOException {
        try (NativeFile opened = NativeFile.open(file)) {
            int errno = (int) -opened.allocate(mode, length);
            if (errno == 0) {
                return true;
            }
            if (errno == NativeFile.EOPNOTSUPP || errno == NativeFile.ENOSYS || errno == EINVAL) {
                return false;
            }
            throw new IOException(file + " cannot be shortened: errno " + errno);
        }
    }
}
