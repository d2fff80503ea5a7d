package dev.stead.model;

import java.util.Map;
import java.util.Optional;

/** A folder that becomes a release; it must exist. */
record FolderShape() implements Shape<String> {
    private static final Shape<String> PATH =
            Texts.text(
                    "a folder",
                    "./api",
                    Json.object("type", "string", "minLength", 1),
                    FolderShape::path);

    @Override
    public Optional<String> read(Node node, Place at, Problems problems) {
        var path = PATH.read(node, at, problems);
        path.filter(p -> !problems.folderExists(p))
                .ifPresent(p ->
                        problems.add(
                                at,
                                "there is no folder `" + Suggestion.shortened(p) + "`",
                                p.startsWith("/")
                                        ? "make it, or correct the path"
                                        : "make it, or correct the path; it starts at the"
                                                + " folder of the system file"));
        return path;
    }

    private static Parsed<String> path(String path) {
        if (path.matches("[a-z+]+://.*|git@.*")) {
            return Parsed.bad(
                    "a source from elsewhere (`"
                            + Suggestion.shortened(path)
                            + "`) comes in a later version of Stead",
                    "clone it, and write the folder");
        }
        if (path.matches("/+|/+")) {
            return Parsed.bad(
                    "`" + path + "` is too much for one release",
                    "write the folder that holds this component's files alone");
        }
        return Paths.file(path);
    }

    @Override
    public boolean fits(Node node) {
        return PATH.fits(node);
    }

    @Override
    public String words() {
        return PATH.words();
    }

    @Override
    public String like() {
        return PATH.like();
    }

    @Override
    public Map<String, Object> schema(Definitions definitions) {
        return PATH.schema(definitions);
    }
}
