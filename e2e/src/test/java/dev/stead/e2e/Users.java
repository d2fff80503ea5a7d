package dev.stead.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** System users that tests caused. */
final class Users {
    private Users() {}

    /** Whether the tests run as root. */
    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Removes users whose home is below a folder; only those that Stead made. */
    static void removeBelow(Path folder) throws IOException {
        for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
            String[] fields = line.split(":", -1);
            if (fields[0].startsWith("stead-") && fields[5].startsWith(folder + "/")) {
                Command.run(Path.of("/"), Map.of(), List.of("userdel", fields[0]));
            }
        }
    }
}
