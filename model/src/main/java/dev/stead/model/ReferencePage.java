package dev.stead.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The reference of the system file as Markdown, made from the shapes. */
final class ReferencePage {
    private static final String START =
            """
            # The system file

            <!-- Made by `mvn -pl model verify -Dstead.regenerate=true`; do not edit. -->

            One file describes one system, in YAML 1.2. `stead check FILE` shows every mistake in it at once, each with
            its line and column. Editors that know JSON Schema help while writing, from `docs/stead.schema.json`: many
            take a first line `# yaml-language-server: $schema=PATH` for it.

            - A key that is not listed here is a mistake, and so is a key that is given twice.
            - Quotes around a value make no difference: `8443` and `"8443"` are the same port. Texts are taken as they
              are written, so that `on`, `yes` and `1.10` stay what they are.
            - Durations have units, the largest first: `500ms`, `30s`, `10m`, `1h 30m`, `7d`.
            - Sizes have units, of 1024 (`KiB`, `MiB`, `GiB`, `TiB`) or of 1000 (`KB`, `MB`, `GB`, `TB`): `512 MiB`.
            - Names of systems and components have at most 31 lower-case letters, digits and `-`, a letter first.
            - Paths on the disk are absolute, or start at the folder of the system file.
            - Secrets are references, never values. Anchors and aliases may be used, merge keys (`<<`) and tags may not.
            - A file has at most 1 MiB, a mapping of names at most 200 of them.

            """;

    private final StringBuilder page = new StringBuilder(START);

    private ReferencePage() {}

    /** The whole page. */
    static String text() {
        return new ReferencePage().make();
    }

    private String make() {
        page.append("## The file itself\n\n");
        table(SystemKeys.KEYS);
        Kinds.ALL.forEach(this::kind);
        for (var keys : nested()) {
            page.append("## `").append(keys.name()).append("`\n\n");
            table(keys);
        }
        variables();
        later();
        return page.toString().stripTrailing() + "\n";
    }

    private void kind(Kind kind) {
        page.append("## Kind `").append(kind.word()).append("`\n\n").append(kind.summary());
        page.append("\n\n```yaml\ncomponents:\n  NAME:\n").append(kind.example().indent(4));
        page.append("```\n\n");
        table(kind.keys());
        if (!kind.gives().isEmpty()) {
            page.append("Gives to components that need it:\n\n| variable | value |\n|---|---|\n");
            kind.gives()
                    .forEach(gift ->
                            row(
                                    "`NAME_" + gift.suffix() + "`",
                                    gift.meaning() + (gift.secret() ? " (secret)" : "")));
            page.append('\n');
        }
    }

    private void table(Keys keys) {
        page.append("| key | value | default | meaning | example |\n|---|---|---|---|---|\n");
        for (var key : keys.keys()) {
            row(
                    "`" + key.name() + "`",
                    key.shape().words(),
                    key.required() ? "**required**" : key.absent(),
                    key.meaning(),
                    "`" + key.example() + "`");
        }
        page.append('\n');
        if (!keys.choice().isEmpty()) {
            page.append("Exactly one of ")
                    .append(Suggestion.list(Keys.names(keys.choice())))
                    .append(" is given.\n\n");
        }
    }

    private void row(String... cells) {
        page.append("| ")
                .append(
                        List.of(cells).stream()
                                .map(cell -> cell.replace("|", "\\|"))
                                .collect(Collectors.joining(" | ")))
                .append(" |\n");
    }

    /** Every mapping below another one, each behind the one that it is first in. */
    static Set<Keys> nested() {
        var nested = new LinkedHashSet<Keys>();
        below(SystemKeys.KEYS, nested);
        Kinds.ALL.forEach(kind -> below(kind.keys(), nested));
        return nested;
    }

    private static void below(Keys keys, Set<Keys> nested) {
        for (var key : keys.keys()) {
            for (var table : key.shape().tables()) {
                if (nested.add(table)) {
                    below(table, nested);
                }
            }
        }
    }

    private void variables() {
        page.append(
                """
                ## Variables

                `${NAME}` in the words of a `service` or `engine`, of a `command` of `health` or `busy`, and in the texts of
                `env` becomes the value of a variable: one of `env`, one that a need gives, or one of these that every instance has. The program finds
                them in its environment too, except those marked below. `NAME` in the tables above is the needed component's name in capitals,
                with `_` for `-`: a need `main-db` gives `MAIN_DB_URL`. A secret is refused in a command, because every
                user of a machine can read the process list; programs find it in their environment.

                | variable | value |
                |---|---|
                """);
        EnvKeys.GIVEN.forEach((name, value) -> row("`" + name + "`", value));
        page.append('\n');
        page.append(
                """
                An engine has these besides, and those of its parameters. It has no `DATA`, `FILES` and `RUN`: its `HOME` is
                its user's home, or with `home: false` a folder that ends with it.

                | variable | value |
                |---|---|
                """);
        EngineVariables.OWN.forEach((name, value) -> row("`" + name + "`", value));
        page.append('\n');
    }

    private void later() {
        page.append("## Not yet\n\nThese words are kept for later versions of Stead:\n\n");
        Kinds.LATER.forEach(l -> line(l, "kind"));
        SystemKeys.KEYS.later().forEach(l -> line(l, "section"));
    }

    private void line(Later later, String what) {
        page.append("- %s `%s`: %s\n".formatted(what, later.name(), later.holds()));
    }
}
