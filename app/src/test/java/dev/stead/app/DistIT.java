package dev.stead.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What the last step of the build leaves. */
final class DistIT {
    private static final Path DIST = Path.of("target/dist");

    /** Of Java 6 (JVMS 4.1). */
    private static final int OLDEST_KEPT = 50;

    @Test
    void theStartUpCachesAreThere() throws IOException {
        assertThat(DIST.resolve("command.aot")).isNotEmptyFile();
        assertThat(DIST.resolve("server.aot")).isNotEmptyFile();
        assertThat(DIST.resolve("trained")).hasContent(DIST.toAbsolutePath().toString());
    }

    @Test
    void noJarHasClassesThatAStartUpCacheCannotKeep() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> jars = Files.list(DIST.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                try (JarFile file = new JarFile(jar.toFile(), false)) {
                    for (JarEntry entry : Collections.list(file.entries())) {
                        if (isSigned(entry) || isOld(file, entry)) {
                            found.add(jar.getFileName() + "!" + entry.getName());
                        }
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean isSigned(JarEntry entry) {
        return entry.getName().matches("META-INF/[^/]*\\.SF");
    }

    private static boolean isOld(JarFile file, JarEntry entry) throws IOException {
        if (!entry.getName().endsWith(".class")) {
            return false;
        }
        try (DataInputStream type = new DataInputStream(file.getInputStream(entry))) {
            type.skipNBytes(6);
            return type.readUnsignedShort() < OLDEST_KEPT;
        }
    }
}
