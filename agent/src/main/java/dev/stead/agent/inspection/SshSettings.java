package dev.stead.agent.inspection;

import dev.stead.api.HostFacts.Ssh;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How OpenSSH's server lets people in, after sshd_config(5): the first value of a keyword counts,
 * {@code Include} is read where it stands, what follows {@code Match} is for some only and left
 * out.
 */
final class SshSettings {
    private static final int DEEPEST = 4;
    private static final String KEYBOARD = "kbdinteractiveauthentication";

    private final Path folder;
    private final Map<String, String> values = new HashMap<>();

    private SshSettings(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads them; empty when there are none, or they are not for this process to read.
     *
     * @param etc such as {@code /etc}
     */
    static Optional<Ssh> read(Path etc) {
        Path folder = etc.resolve("ssh");
        Path file = folder.resolve("sshd_config");
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        SshSettings settings = new SshSettings(folder);
        settings.take(file, 0);
        return Optional.of(settings.summary());
    }

    private Ssh summary() {
        boolean keyboard =
                values.containsKey(KEYBOARD)
                        ? is(KEYBOARD, "yes")
                        : !is("challengeresponseauthentication", "no");
        boolean passwords =
                !is("passwordauthentication", "no") || (keyboard && is("usepam", "yes"));
        return new Ssh(passwords, passwords && is("permitrootlogin", "yes"));
    }

    private boolean is(String keyword, String value) {
        return value.equals(values.get(keyword));
    }

    /** Takes what a file says to everybody; a {@code Match} ends with its file. */
    private void take(Path file, int depth) {
        for (String line : Texts.lines(file)) {
            List<String> words = Texts.words(line.strip().replaceFirst("\\s*=\\s*", " "));
            if (words.size() < 2 || words.getFirst().startsWith("#")) {
                continue;
            }
            String keyword = words.getFirst().toLowerCase(Locale.ROOT);
            if (keyword.equals("match")) {
                return;
            }
            if (keyword.equals("include")) {
                include(words.subList(1, words.size()), depth);
            } else {
                values.putIfAbsent(
                        keyword, words.get(1).replace("\"", "").toLowerCase(Locale.ROOT));
            }
        }
    }

    private void include(List<String> patterns, int depth) {
        for (String pattern : patterns) {
            for (Path file : depth < DEEPEST ? files(pattern) : List.<Path>of()) {
                take(file, depth + 1);
            }
        }
    }

    private List<Path> files(String pattern) {
        List<Path> files = new ArrayList<>();
        try {
            // Absolute ones are Debian's own, below the folder that is read.
            Path path = folder.resolve(pattern.replaceFirst("^/etc/ssh/", ""));
            Path parent = path.getParent();
            String name = String.valueOf(path.getFileName());
            if (parent == null) {
                return files;
            }
            try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, name)) {
                found.forEach(files::add);
            }
        } catch (IOException
                | DirectoryIteratorException
                | InvalidPathException
                | java.util.regex.PatternSyntaxException e) {
            return List.of();
        }
        files.sort(null);
        return files;
    }
}
