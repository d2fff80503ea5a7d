package dev.stead.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What tells that a file was changed or replaced, without reading it. Symbolic links are followed,
 * since certbot changes what they lead to.
 *
 * @param inode 0 when the file is not there
 */
record FileStamp(FileTime changed, long size, long inode) {
    static final FileStamp ABSENT = new FileStamp(FileTime.fromMillis(0), 0, 0);

    static FileStamp of(Path file) {
        try {
            Map<String, Object> values = Files.readAttributes(file, "unix:ctime,size,ino");
            return new FileStamp(
                    (FileTime) values.getOrDefault("ctime", ABSENT.changed()),
                    number(values, "size"),
                    number(values, "ino"));
        } catch (IOException e) {
            return ABSENT;
        }
    }

    private static long number(Map<String, Object> values, String name) {
        return values.get(name) instanceof Long number ? number : 0;
    }
}
