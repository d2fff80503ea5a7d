package dev.stead.api;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference of the HTTP API: who may do what, and every operation. */
final class ApiReferencePage {
    private final StringBuilder page = new StringBuilder();

    static String text(List<Operation> operations) {
        return new ApiReferencePage().write(operations);
    }

    private String write(List<Operation> operations) {
        line("# HTTP API");
        line("");
        line("Generated from the operations themselves. The same as an OpenAPI 3.1 document:");
        line("`https://stead.DOMAIN/api/v1/openapi.json`. Its root is `https://stead.DOMAIN/api`;");
        line("the same operations answer on the control socket, for the owner of the server.");
        line("");
        line("A program sends a token: `Authorization: Bearer stead_...`. Failures are problem");
        line(
                "documents ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with `code` and"
                        + " `mend`.");
        line("");
        line("## Who may do what");
        line("");
        line("| permission | roles | scope of a token |");
        line("|---|---|---|");
        for (Permission permission : Permission.values()) {
            line("| " + permission + " | " + roles(permission) + " | " + scope(permission) + " |");
        }
        line("");
        line("Nobody without a session or token may do anything. The owner of the server, who can");
        line("open the control socket, may do everything. A token may do what its account's role");
        line("and its scopes both allow, and never touches the account of an operator.");
        line("");
        line("## Operations");
        line("");
        line("| method | path | permission | roles | scope | what it does |");
        line("|---|---|---|---|---|---|");
        operations.forEach(this::row);
        return page.toString();
    }

    private void row(Operation operation) {
        line(
                Stream.of(
                                operation.method(),
                                "`" + operation.path() + "`",
                                operation.permission().name(),
                                roles(operation.permission()),
                                scope(operation.permission()),
                                operation.summary())
                        .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private static String roles(Permission permission) {
        String roles =
                Stream.of(Role.values())
                        .filter(permission::isOf)
                        .map(r -> r.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return roles.isEmpty() ? "none" : roles;
    }

    private static String scope(Permission permission) {
        return permission.scope().map(Scope::word).orElse("none");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
