package dev.stead.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Stead's own version, as the build wrote it. */
final class Version {
    private Version() {}

    /** What tells one build from another; the launcher knows it. */
    static String build() {
        return System.getProperty("stead.build", "");
    }

    static String read() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/stead.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unknown");
    }
}
