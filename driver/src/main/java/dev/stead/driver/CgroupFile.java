package dev.stead.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A control file of a cgroup. */
record CgroupFile(Path path) {
    static CgroupFile of(Path folder, String name) {
        return new CgroupFile(folder.resolve(name));
    }

    boolean exists() {
        return Files.exists(path);
    }

    void write(String value) throws IOException {
        Files.writeString(path, value);
    }

    /** Its one number; empty when it cannot be read or is no number. */
    OptionalLong number() {
        try {
            return parse(Files.readString(path).trim());
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    /** The number after a key, in a file of lines such as {@code oom_kill 0}. */
    OptionalLong number(String key) {
        try {
            for (String line : Files.readAllLines(path)) {
                if (line.startsWith(key + " ")) {
                    return parse(line.substring(key.length() + 1).trim());
                }
            }
        } catch (IOException _) {
            // The cgroup is gone, or this kernel has no such file.
        }
        return OptionalLong.empty();
    }

    private static OptionalLong parse(String number) {
        try {
            return OptionalLong.of(Long.parseLong(number));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
