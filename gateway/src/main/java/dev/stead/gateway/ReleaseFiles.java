package dev.stead.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Looks up files of a release and their packed forms: those that were made with the release, in a
 * folder beside it that no visitor can name, and those that the source brings ({@code
 * index.html.br} beside {@code index.html}).
 *
 * @param folder of the release, without links
 * @param packed folder of the forms that were made with it, laid out like the release
 */
record ReleaseFiles(Path folder, Optional<Path> packed) {
    private static final int DIGEST_BYTES = 16;

    /** The file at a place, whatever links lead there; empty when it is none of the release. */
    Optional<SiteFile> at(Path place) {
        try {
            Path real = place.toRealPath();
            return real.startsWith(folder) ? of(real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<SiteFile> of(Path real) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class);
        if (!facts.isRegularFile()) {
            return Optional.empty();
        }
        String name = String.valueOf(real.getFileName());
        String type = ContentTypes.of(name);
        long time = facts.lastModifiedTime().toMillis();
        String etag = "%s-%x-%x".formatted(digest(folder + "\0" + real), facts.size(), time);
        Form plain = Form.plain(real, facts.size(), etag);
        List<Form> forms =
                ContentTypes.isCompressible(type) ? packedForms(real, plain, etag) : List.of();
        Instant modified = Instant.ofEpochMilli(time).truncatedTo(ChronoUnit.SECONDS);
        return Optional.of(SiteFile.of(name, modified, plain, forms));
    }

    private List<Form> packedForms(Path real, Form plain, String etag) {
        List<Form> forms = new ArrayList<>();
        for (Coding coding : Coding.values()) {
            String ending = "." + coding.extension();
            packed.map(made -> made.resolve(folder.relativize(real) + ending))
                    .flatMap(ReleaseFiles::size)
                    .or(() -> size(Path.of(real + ending)))
                    .filter(found -> found.bytes > 0 && found.bytes < plain.size())
                    .ifPresent(
                            found -> forms.add(Form.packed(found.path, found.bytes, coding, etag)));
        }
        return forms;
    }

    /** A regular file with its size. */
    private record Sized(Path path, long bytes) {}

    private static Optional<Sized> size(Path path) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return facts.isRegularFile()
                    ? Optional.of(new Sized(path, facts.size()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
