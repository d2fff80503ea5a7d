package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, driven by the scripts in {@code e2e/browser}. */
final class Browser {
    private static final Path SCRIPTS = Project.root().resolve("e2e/browser");

    private Browser() {}

    /**
     * Runs a script with this URL and options, and demands that every step of it works; gives its
     * line of JSON.
     */
    static String runs(TestSystem system, String script, String url, String... options) {
        assumeThere(script);
        List<String> words = new ArrayList<>(List.of("node", script, url));
        words.addAll(List.of("--ca", system.authority().toString()));
        words.addAll(Arrays.asList(options));

        Command.Result result = Command.run(SCRIPTS, system.env(), words);

        System.out.println(script + ": " + result.out().strip());
        assertThat(result.status()).as(result.all()).isZero();
        assertThat(result.out()).contains("\"ok\":true");
        return result.out();
    }

    /** What a bare machine lacks, .ci/run installs. */
    private static void assumeThere(String script) {
        if (!Files.isDirectory(SCRIPTS.resolve("node_modules"))) {
            Command.run(SCRIPTS, Map.of(), List.of("/bin/sh", "-c", "npm ci"));
        }
        boolean there =
                Files.isExecutable(Path.of("/usr/bin/chromium"))
                        && Files.isDirectory(SCRIPTS.resolve("node_modules"));
        if (!there) {
            System.out.println(
                    script + " needs chromium, node and npm (.ci/run installs them): not run");
        }
        assumeTrue(there);
    }
}
