package dev.stead.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * By what Stead knows a log of its own, years later: the name is that of an instance, the file
 * belongs to whom its folder belongs to, and a line of Stead's own is near its beginning or its
 * end, where each start and each end leaves one. Somebody else's file in that folder is none.
 */
final class LogMarks {
    static final String STARTING = "starting ";
    static final String ENDED = "ended: ";

    private static final Pattern INSTANCE = Pattern.compile("[a-z][a-z0-9-]*-[1-9][0-9]*");
    private static final Pattern MARK =
            Pattern.compile("(?m)^-- (?:" + STARTING + "|" + ENDED + ").* --$");
    private static final int NEAR = 64 * 1024;

    private LogMarks() {}

    static boolean isNameOfInstance(String id) {
        return INSTANCE.matcher(id).matches();
    }

    /** Whether a file is a log that Stead made. */
    static boolean areIn(Path log, Holes holes) throws IOException {
        Path folder = log.toAbsolutePath().getParent();
        if (folder == null || !owner(log).equals(owner(folder))) {
            return false;
        }
        try (FileChannel channel =
                FileChannel.open(log, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return has(channel, holes.dataStart(log))
                    || has(channel, Math.max(0, channel.size() - NEAR));
        }
    }

    private static boolean has(FileChannel channel, long from) throws IOException {
        ByteBuffer near = ByteBuffer.allocate(NEAR);
        channel.read(near, from);
        String text = new String(near.array(), 0, near.position(), StandardCharsets.ISO_8859_1);
        return MARK.matcher(text).find();
    }

    private static Object owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
