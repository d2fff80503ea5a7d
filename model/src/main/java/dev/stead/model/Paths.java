package dev.stead.model;

import java.util.regex.Pattern;

/** Shapes of paths: in addresses, on the disk, and below a site's folder. */
final class Paths {
    private static final String ROUTE_PATTERN = "^/$|^(/[A-Za-z0-9._~!$&'()+,;=:@-]+)+$";
    private static final Pattern ROUTE = Pattern.compile(ROUTE_PATTERN);

    /** The prefix of a route. */
    static final Shape<String> ROUTE_PATH =
            Texts.text(
                    "a path",
                    "/api",
                    Json.object("type", "string", "pattern", ROUTE_PATTERN, "maxLength", 200),
                    Paths::route);

    /** What a health check asks for. */
    static final Shape<String> REQUEST_PATH =
            Texts.matching(
                    "a path",
                    "/health",
                    "^/[!-~]*$",
                    "write a path such as `/health`: it starts with `/` and has no blanks");

    /** A file on the disk. */
    static final Shape<String> FILE =
            Texts.text(
                    "a path of a file",
                    "tls/site.pem",
                    Json.object("type", "string", "minLength", 1),
                    Paths::file);

    /** A file below a folder. */
    static final Shape<String> FILE_BELOW =
            Texts.text(
                    "a file below the folder",
                    "index.html",
                    Json.object("type", "string", "pattern", "^[^/].*$"),
                    Paths::below);

    private Paths() {}

    private static Parsed<String> route(String path) {
        if (!path.startsWith("/")) {
            return Parsed.bad(Texts.not(path, "a path"), "start it with `/`" + alike("/" + path));
        }
        if (path.length() > 200) {
            return Parsed.bad("the path is longer than 200 characters", "shorten it");
        }
        if (path.contains("//")) {
            return Parsed.bad(
                    "`" + Suggestion.shortened(path) + "` has an empty part",
                    "write one `/` at a time");
        }
        if (path.endsWith("/") && path.length() > 1) {
            return Parsed.bad(
                    "`" + Suggestion.shortened(path) + "` ends with `/`",
                    "write `"
                            + path.substring(0, path.length() - 1)
                            + "`; it stands for all that is below it");
        }
        if (path.endsWith("/*")) {
            return Parsed.bad(
                    "`"
                            + Suggestion.shortened(path)
                            + "` has a `*`, a route stands for all that is below it",
                    "take the `*` out");
        }
        if (path.contains("%")) {
            return Parsed.bad(
                    "`" + Suggestion.shortened(path) + "` is an encoded path",
                    "write a path without `%`, of letters, digits and `-`");
        }
        if (path.matches(".*/\\.{1,2}(/.*)?")) {
            return Parsed.bad(
                    "`" + Suggestion.shortened(path) + "` has a `.` or `..` in it",
                    "write where it leads to");
        }
        return ROUTE.matcher(path).matches()
                ? Parsed.good(path)
                : Parsed.bad(
                        Texts.not(path, "a path"), "use letters, digits, `-`, `_` and `.` in it");
    }

    private static String alike(String better) {
        return better.length() > 1 && ROUTE.matcher(better).matches()
                ? ", as in `" + better + "`"
                : ", as in `/api`";
    }

    /** What is wrong with a path on the disk, wherever it leads. */
    static Parsed<String> file(String path) {
        if (path.startsWith("~")) {
            return Parsed.bad(
                    "`"
                            + Suggestion.shortened(path)
                            + "` starts with `~`, which only a shell knows",
                    "write an absolute path, or one from the folder of the system file");
        }
        return Texts.line(path);
    }

    private static Parsed<String> below(String path) {
        if (path.startsWith("/")) {
            return Parsed.bad(
                    "`" + Suggestion.shortened(path) + "` starts with `/`",
                    "write where the file is below the site's folder, such as `index.html`");
        }
        if (path.matches("(.*/)?\\.\\.(/.*)?") || path.endsWith("/")) {
            return Parsed.bad(
                    "`" + Suggestion.shortened(path) + "` is not a file below the site's folder",
                    "write one such as `index.html`");
        }
        return file(path);
    }
}
