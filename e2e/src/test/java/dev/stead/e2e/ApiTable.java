package dev.stead.e2e;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may do what: as the reference says, and as the running server's OpenAPI document says. */
final class ApiTable {
    private static final Path PAGE = Project.root().resolve("docs/reference/api.md");
    private static final Pattern ROW =
            Pattern.compile(
                    "\\| (GET|POST|PUT|PATCH|DELETE) \\| `?(/[^ `]+)`? \\| ([A-Z_]+) \\|"
                            + " ([^|]*) \\| ([^|]*) \\|.*");

    private ApiTable() {}

    /**
     * An operation.
     *
     * @param roles that may do it
     * @param scope that a token needs; {@code none}: no token will do
     */
    record Row(String method, String path, String permission, List<String> roles, String scope) {
        String name() {
            return method + " " + path;
        }

        /** With names that do not exist for what is variable in the path. */
        String filled() {
            return path.replaceAll("\\{[^}]*}", "no-such");
        }
    }

    /** What the reference says. */
    static List<Row> ofReference() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(
                        new Row(
                                row.group(1),
                                row.group(2),
                                row.group(3),
                                List.of(row.group(4).strip().split(", *", -1)),
                                row.group(5).strip()));
            }
        }
        return rows;
    }

    /** Permissions by operation, as the reference says. */
    static Map<String, String> permissions(List<Row> rows) {
        Map<String, String> permissions = new TreeMap<>();
        rows.forEach(row -> permissions.put(row.name(), row.permission()));
        return permissions;
    }

    /** Permissions by operation, as the server says. */
    static Map<String, String> permissions(JsonNode document) {
        Map<String, String> permissions = new TreeMap<>();
        document.path("paths")
                .forEachEntry((path, methods) ->
                        methods.forEachEntry((method, operation) ->
                                permissions.put(
                                        method.toUpperCase(Locale.ROOT) + " " + path,
                                        operation.path("x-stead-permission").asString())));
        return permissions;
    }
}
