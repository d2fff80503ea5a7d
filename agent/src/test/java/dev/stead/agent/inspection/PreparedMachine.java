package dev.stead.agent.inspection;

import dev.stead.agent.HostPaths;
import dev.stead.api.HostFacts;
import dev.stead.base.StateFolder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Folders in which files stand as on a machine, and programs that say what they are told to. */
final class PreparedMachine {
    static final long SELF = 70;
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    final Path root;
    final StateFolder state;
    private final Map<String, List<String>> answers = new TreeMap<>();

    PreparedMachine(Path root) throws IOException {
        this.root = root;
        this.state = new StateFolder(root.resolve("state"));
        Files.createDirectories(state.root());
    }

    void write(String file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(String file, byte[] bytes) throws IOException {
        Path path = root.resolve(file);
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(path, bytes);
    }

    /** A process that holds a socket. */
    void process(long pid, String comm, long inode, String... files) throws IOException {
        write("proc/" + pid + "/comm", comm + "\n");
        Path fd = root.resolve("proc/" + pid + "/fd");
        Files.createDirectories(fd);
        Files.createSymbolicLink(fd.resolve("7"), Path.of("socket:[" + inode + "]"));
        Files.createSymbolicLink(fd.resolve("8"), Path.of("/dev/null"));
        for (int i = 0; i < files.length; i += 2) {
            write("proc/" + pid + "/" + files[i], files[i + 1]);
        }
    }

    /** A program whose command line begins with this answers so. */
    void answers(String begin, String... lines) {
        answers.put(begin, List.of(lines));
    }

    HostFacts facts() {
        return facts(List.of());
    }

    HostFacts facts(List<String> packages) {
        return facts(new HostFacts.Question(packages, Set.of(), true));
    }

    HostFacts facts(HostFacts.Question question) {
        return new Inspection(
                        HostPaths.below(root),
                        state,
                        InstantSource.fixed(NOW),
                        System::nanoTime,
                        SELF,
                        this::ask)
                .facts(question);
    }

    private Optional<List<String>> ask(List<String> words) {
        String line = String.join(" ", words);
        return answers.entrySet().stream()
                .filter(e -> line.startsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
