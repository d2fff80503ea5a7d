package dev.stead.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells which paths of a folder are PHP programs, which are files to send, and which are for the
 * front program.
 *
 * <p>A path is followed name by name. The first name that is a regular file decides: it is a
 * program only when it ends with {@code .php} itself, so that {@code /upload/photo.jpg/x.php} never
 * runs what somebody has uploaded; the names after a program are its path info. Another file is
 * sent only when it is the last name, and never when it may hold source. Links count as what they
 * lead to, which must be below the folder.
 */
final class ProgramFolder {
    private static final String ENDING = ".php";
    private static final String INDEX = "index.php";

    /** Programs, parts of programs, and what editors leave beside them. */
    private static final Pattern SOURCE =
            Pattern.compile(".*(\\.(php|phtml|phps|phar|inc)([^a-z].*|[a-z]?)|~)", Pattern.DOTALL);

    private final Site site;
    private final Optional<String> front;

    ProgramFolder(Site site, Optional<String> front) {
        this.site = site;
        this.front = front;
    }

    Site site() {
        return site;
    }

    /** What a path leads to. */
    sealed interface Found {
        /** A program. */
        record Run(Script script) implements Found {}

        /** A file, which the site of this folder finds under the same path. */
        record AFile() implements Found {}

        /** A folder with an index, asked for without its slash. */
        record WantsSlash() implements Found {}

        /** Nothing. */
        record Nothing() implements Found {}
    }

    /** Looks up a path with single slashes, as the request has it. */
    Found find(String path) {
        return Site.names(path)
                .flatMap(this::follow)
                .or(this::runFront)
                .orElseGet(Found.Nothing::new);
    }

    private Optional<Found> follow(List<String> names) {
        for (int i = 1; i <= names.size(); i++) {
            List<String> upTo = names.subList(0, i);
            Optional<Path> place = site.below(upTo);
            boolean last = i == names.size();
            if (place.isEmpty() || Files.notExists(place.get())) {
                return Optional.empty();
            }
            if (Files.isRegularFile(place.get())) {
                return file(upTo, names.subList(i, names.size()));
            }
            if (last) {
                return folder(names, place.get());
            }
        }
        return Optional.empty();
    }

    private Optional<Found> file(List<String> names, List<String> rest) {
        String name = names.getLast();
        if (name.endsWith(ENDING)) {
            String info = rest.isEmpty() ? "" : "/" + String.join("/", rest);
            return run(String.join("/", names), info);
        }
        // An empty name is the folder itself, which is no file.
        boolean hidden = SOURCE.matcher(name.toLowerCase(Locale.ROOT)).matches();
        return rest.isEmpty() && !hidden ? Optional.of(new Found.AFile()) : Optional.empty();
    }

    private Optional<Found> folder(List<String> names, Path place) {
        boolean slash = names.getLast().isEmpty();
        List<String> above = slash ? names.subList(0, names.size() - 1) : names;
        boolean program = Files.isRegularFile(place.resolve(INDEX));
        if (!program && !Files.isRegularFile(place.resolve("index.html"))) {
            return Optional.empty();
        }
        if (!slash) {
            return Optional.of(new Found.WantsSlash());
        }
        String folder = above.isEmpty() ? "" : String.join("/", above) + "/";
        return program ? run(folder + INDEX, "") : Optional.of(new Found.AFile());
    }

    private Optional<Found> runFront() {
        return front.flatMap(program -> run(program, ""));
    }

    private Optional<Found> run(String program, String info) {
        Path root = site.files().folder();
        try {
            Path real = root.resolve(program).toRealPath();
            return real.startsWith(root)
                            && real.toString().endsWith(ENDING)
                            && Files.isRegularFile(real)
                    ? Optional.of(new Found.Run(new Script(root, real, "/" + program, info)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
