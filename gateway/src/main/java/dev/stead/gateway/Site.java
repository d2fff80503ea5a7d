package dev.stead.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
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

    /** The same files, known by another id: what this one may send, the other may not. */
    Site besidePrograms() {
        return new Site(files, fallback, id + "\0programs");
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
            Optional<SiteFile> index = shown(place.get().resolve(INDEX));
            if (index.isPresent() && !path.endsWith("/")) {
                return new Found.WantsSlash();
            }
            return hit(index);
        }
        return path.endsWith("/") ? new Found.Nothing() : hit(shown(place.get()));
    }

    /** Links count as what they lead to. */
    private Optional<SiteFile> shown(Path place) {
        return files.at(place).filter(file -> !isHidden(file));
    }

    private boolean isHidden(SiteFile file) {
        Path inside = files.folder().relativize(file.plain().path());
        for (int i = 0; i < inside.getNameCount(); i++) {
            if (isHidden(inside.getName(i).toString(), i == 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHidden(String name, boolean atTop) {
        return name.startsWith(".") && !(atTop && name.equals(".well-known"));
    }

    /** What is sent in place of pages that are not files. */
    Optional<SiteFile> fallback() {
        return fallback.flatMap(name -> files.at(files.folder().resolve(name)));
    }

    private static Found hit(Optional<SiteFile> file) {
        return file.<Found>map(Found.Hit::new).orElseGet(Found.Nothing::new);
    }

    private Optional<Path> place(String path) {
        return names(path).flatMap(this::below);
    }

    /** The place of these names below the folder, whether there is anything or not. */
    Optional<Path> below(List<String> names) {
        Path place = files.folder();
        try {
            for (String name : names) {
                place = place.resolve(name);
            }
            return Optional.of(place);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    ReleaseFiles files() {
        return files;
    }

    /**
     * The names that a path is made of, without escapes; the last one is empty when it ends with a
     * slash. Empty when one of them cannot be named.
     */
    static Optional<List<String>> names(String path) {
        List<String> names = new ArrayList<>();
        for (String escaped : path.substring(1).split("/", -1)) {
            Optional<String> name = PathText.decode(escaped).filter(Site::isName);
            if (name.isEmpty() || isHidden(name.get(), names.isEmpty())) {
                return Optional.empty();
            }
            names.add(name.get());
        }
        return Optional.of(names);
    }

    private static boolean isName(String name) {
        return name.indexOf('/') < 0 && name.indexOf('\0') < 0;
    }
}
