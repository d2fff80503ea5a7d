package dev.stead.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The files of a release. A path leads only to regular files below the folder, whatever symbolic
 * links say, and never to one whose name starts with a dot, {@code .well-known} at the top
 * excepted.
 */
final class Site {
    private static final String INDEX = "index.html";

    private final ReleaseFiles files;
    private final Optional<String> fallback;
    private final String id;

    private Site(ReleaseFiles files, Optional<String> fallback, String id) {
        this.files = files;
        this.fallback = fallback;
        this.id = id;
    }

    /**
     * Checks the folder and the fallback.
     *
     * @param packed folder of packed forms, laid out like the release
     * @throws IOException when folder or fallback is not there
     */
    static Site open(Path folder, Optional<String> fallback, Optional<Path> packed)
            throws IOException {
        Path real = folder.toRealPath();
        BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class);
        if (!facts.isDirectory()) {
            throw new IOException(folder + " is not a folder");
        }
        // A release that was removed and made again is another one.
        String id = real + "\0" + facts.fileKey() + "\0" + facts.lastModifiedTime();
        Site site = new Site(new ReleaseFiles(real, packed), fallback, id + "\0" + fallback);
        if (fallback.isPresent() && site.fallback().isEmpty()) {
            throw new IOException(folder + " has no file " + fallback.get());
        }
        return site;
    }

    /** The same for sites with the same files, and never for others: releases do not change. */
    String id() {
        return id;
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
            Optional<SiteFile> index = files.at(place.get().resolve(INDEX));
            if (index.isPresent() && !path.endsWith("/")) {
                return new Found.WantsSlash();
            }
            return hit(index);
        }
        return path.endsWith("/") ? new Found.Nothing() : hit(files.at(place.get()));
    }

    /** What is sent in place of pages that are not files. */
    Optional<SiteFile> fallback() {
        return fallback.flatMap(name -> files.at(files.folder().resolve(name)));
    }

    private static Found hit(Optional<SiteFile> file) {
        return file.<Found>map(Found.Hit::new).orElseGet(Found.Nothing::new);
    }

    private Optional<Path> place(String path) {
        Path place = files.folder();
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
}
