package dev.stead.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a release. A path leads only to regular files below the folder, whatever symbolic
 * links say, and never to one whose name starts with a dot, {@code .well-known} at the top
 * excepted.
 */
final class Site {
    private static final String INDEX = "index.html";

    private final Path folder;
    private final Optional<String> fallback;

    private Site(Path folder, Optional<String> fallback) {
        this.folder = folder;
        this.fallback = fallback;
    }

    /**
     * Checks the folder and the fallback.
     *
     * @throws IOException when one of them is not there
     */
    static Site open(Path folder, Optional<String> fallback) throws IOException {
        Site site = new Site(folder.toRealPath(), fallback);
        if (!Files.isDirectory(site.folder)) {
            throw new IOException(folder + " is not a folder");
        }
        if (fallback.isPresent() && site.fallback().isEmpty()) {
            throw new IOException(folder + " has no file " + fallback.get());
        }
        return site;
    }

    /** What a path leads to. */
    sealed interface Found {
        /** A file to send. */
        record Hit(SiteFile file) implements Found {}

        /** A folder with an index, asked for without its slash. */
        record WantsSlash() implements Found {}

        /** Nothing. */
        record Nothing() implements Found {}
    }

    /** Looks up a path with single slashes, as the request has it. */
    Found find(String path) {
        Optional<Path> place = place(path);
        if (place.isEmpty()) {
            return new Found.Nothing();
        }
        if (Files.isDirectory(place.get())) {
            Optional<SiteFile> index = file(place.get().resolve(INDEX));
            if (index.isPresent() && !path.endsWith("/")) {
                return new Found.WantsSlash();
            }
            return hit(index);
        }
        return path.endsWith("/") ? new Found.Nothing() : hit(file(place.get()));
    }

    /** What is sent in place of pages that are not files. */
    Optional<SiteFile> fallback() {
        return fallback.flatMap(name -> file(folder.resolve(name)));
    }

    private static Found hit(Optional<SiteFile> file) {
        return file.<Found>map(Found.Hit::new).orElseGet(Found.Nothing::new);
    }

    private Optional<Path> place(String path) {
        Path place = folder;
        boolean top = true;
        for (String escaped : path.substring(1).split("/", -1)) {
            Optional<String> name = PathText.decode(escaped).filter(Site::isName);
            boolean hidden = name.isPresent() && name.get().startsWith(".");
            if (name.isEmpty() || (hidden && !(top && name.get().equals(".well-known")))) {
                return Optional.empty();
            }
            try {
                place = place.resolve(name.get());
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
            top = false;
        }
        return Optional.of(place);
    }

    private static boolean isName(String name) {
        return name.indexOf('/') < 0 && name.indexOf('\0') < 0;
    }

    private Optional<SiteFile> file(Path place) {
        try {
            Path real = place.toRealPath();
            return real.startsWith(folder) ? SiteFile.of(folder, real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
