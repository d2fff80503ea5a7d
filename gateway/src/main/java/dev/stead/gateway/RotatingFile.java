package dev.stead.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that lines are appended to, and the one before it ({@code .1}), which together stay within
 * a size: at half of it the file takes the place of the one before. Mode 0640. Used by one thread.
 */
final class RotatingFile implements AutoCloseable {
    private static final Set<PosixFilePermission> MODE =
            PosixFilePermissions.fromString("rw-r-----");

    private final Path path;
    private FileChannel channel;
    private long size;

    /** Opens the file, which may be there already, below a folder that is. */
    RotatingFile(Path path) throws IOException {
        this.path = path;
        this.channel = open();
        this.size = channel.size();
    }

    /** Where the file before this one is. */
    static Path older(Path path) {
        return path.resolveSibling(path.getFileName() + ".1");
    }

    private FileChannel open() throws IOException {
        FileChannel opened =
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(MODE));
        try {
            // The process's mask may have taken rights away.
            Files.setPosixFilePermissions(path, MODE);
            if (!endsWhole(opened.size())) {
                write(opened, ByteBuffer.wrap(new byte[] {'\n'}));
            }
            return opened;
        } catch (IOException e) {
            closeAfter(e, opened);
            throw e;
        }
    }

    /** Whether the last line has its end: a writer may have died in the middle of one. */
    private boolean endsWhole(long length) throws IOException {
        if (length == 0) {
            return true;
        }
        try (FileChannel reading = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return reading.read(last, length - 1) < 1 || last.get(0) == '\n';
        }
    }

    private static void closeAfter(IOException failure, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Appends whole lines: all of them or, when that fails, none; then they remain in the buffer.
     *
     * @param keep bytes that both files may have together
     */
    void append(ByteBuffer lines, long keep) throws IOException {
        if (size > 0 && size + lines.remaining() > keep / 2) {
            rotate();
        }
        int first = lines.position();
        try {
            write(channel, lines);
        } catch (IOException e) {
            lines.position(first);
            takeBack(e);
            throw e;
        }
        size += lines.position() - first;
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void takeBack(IOException failure) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void rotate() throws IOException {
        channel.close();
        Files.move(
                path,
                older(path),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
        channel = open();
        size = channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
