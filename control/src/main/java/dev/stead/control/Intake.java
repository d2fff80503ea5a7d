package dev.stead.control;

import dev.stead.base.Code;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.model.Problem;
import dev.stead.model.ProblemText;
import dev.stead.model.SystemFile;
import dev.stead.model.SystemSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads system files and works out what they ask for on this machine. */
final class Intake {
    private final StateFolder folder;
    private final State state;
    private final Secrets secrets;
    private final Releases releases;

    Intake(StateFolder folder, State state, Secrets secrets, Releases releases) {
        this.folder = folder;
        this.state = state;
        this.secrets = secrets;
        this.releases = releases;
    }

    /** A file that was read and is right. */
    record Read(Path file, String content, SystemSpec system) {
        Path folder() {
            return file.toAbsolutePath().normalize().resolveSibling("");
        }

        Router.Published published(Map<String, State.PublishedSite> sites) {
            return new Router.Published(system, folder(), sites);
        }
    }

    /**
     * Reads a file.
     *
     * @throws SteadException WRONG_FILE with every mistake; WRONG_USAGE when it cannot be read
     */
    Read read(Path file) {
        return parse(file, text(file));
    }

    /** A file's content, whatever it is; fails as {@link #read} does. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the file " + file + " cannot be read: " + e.getMessage(),
                    "name a system file, or the folder that holds stead.yaml",
                    e);
        }
    }

    /** Takes a file's content as read. */
    Read parse(Path file, String content) {
        Path base = file.toAbsolutePath().normalize().resolveSibling("");
        return switch (SystemFile.read(content, p -> Files.isDirectory(base.resolve(p)))) {
            case SystemFile.Reading.Right(SystemSpec system) -> new Read(file, content, system);
            case SystemFile.Reading.Wrong(List<Problem> problems) ->
                    throw new SteadException(
                            Code.WRONG_FILE,
                            file
                                    + " is wrong:\n"
                                    + problems.stream()
                                            .map(p -> "  " + ProblemText.line(p))
                                            .collect(Collectors.joining("\n")),
                            "stead check " + file + " shows each place");
        };
    }

    /** Works out a file with the releases that its sources would have; makes nothing. */
    Blueprint sketch(Read read) {
        return blueprint(
                read,
                (component, source) ->
                        new SourceTree(read.folder().resolve(source.folder()).normalize())
                                .digest(source.prepare()));
    }

    /** Works out a file, with the releases of its sources made. */
    Blueprint build(Read read, Progress progress) {
        return blueprint(
                read,
                (component, source) ->
                        releases.publish(
                                component,
                                read.folder().resolve(source.folder()).normalize(),
                                source,
                                progress));
    }

    /** Works out a file that was applied, with the releases that were published then. */
    Blueprint published(Read read, Map<String, State.PublishedSite> published) {
        Map<String, Path> folders = new HashMap<>();
        published.forEach((name, site) -> site.folder().ifPresent(f -> folders.put(name, f)));
        return blueprint(read, folders);
    }

    private Blueprint blueprint(Read read, Map<String, Path> folders) {
        Surroundings bare =
                new Surroundings(folder, folders, c -> state.port(c).orElse(0), Map.of(), secrets);
        return new Blueprint(read.system(), bare);
    }

    private Blueprint blueprint(Read read, Digests digests) {
        Map<String, Path> folders = new HashMap<>();
        for (var component : read.system().components()) {
            Blueprint.source(component)
                    .ifPresent(source -> {
                        String digest = digests.of(component.name(), source);
                        folders.put(component.name(), releases.folder(component.name(), digest));
                    });
        }
        return blueprint(read, folders);
    }

    /** The digest of a component's release. */
    private interface Digests {
        String of(String component, Blueprint.Source source);
    }
}
