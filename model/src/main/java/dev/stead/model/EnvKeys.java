package dev.stead.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment of a service: names, texts and references to secrets. */
final class EnvKeys {
    /** Variables that Stead gives to every instance, and those that only the file may use. */
    static final SortedMap<String, String> GIVEN =
            Collections.unmodifiableSortedMap(
                    new TreeMap<>(
                            Map.ofEntries(
                                    Map.entry("PORT", "the port to listen on, on 127.0.0.1"),
                                    Map.entry("HOME", "the component's data folder"),
                                    Map.entry("TMPDIR", "a folder for passing files"),
                                    Map.entry("PATH", "the usual folders of programs"),
                                    Map.entry("LANG", "`C.UTF-8`"),
                                    Map.entry("STEAD_SYSTEM", "the name of the system"),
                                    Map.entry("STEAD_COMPONENT", "the name of the component"),
                                    Map.entry("STEAD_INSTANCE", "the id of the instance"),
                                    Map.entry(
                                            "DATA",
                                            "the component's data folder, only in the file"),
                                    Map.entry("RUN", "the instance's own folder, only in the file"),
                                    Map.entry(
                                            "FILES",
                                            "the folder of files that Stead writes for the"
                                                    + " instance, only in the file"))));

    /** Those of them that {@code env} may set to something else. */
    private static final Set<String> FREE = Set.of("PATH", "LANG");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

    private static final Key<String> SECRET =
            Key.required(
                    "secret",
                    Texts.SECRET_NAME,
                    "Name of the secret; its value is never in the file",
                    "session-key");
    private static final Key<Boolean> GENERATE =
            Key.of(
                    "generate",
                    Amounts.TRUTH,
                    true,
                    "`true`",
                    "Whether Stead makes a value when there is none; otherwise an operator gives"
                            + " it",
                    "false");

    private static final Shape<EnvValue> VALUE =
            ChoiceShape.of(
                    Texts.text(
                            "a text",
                            "some text",
                            Map.of("type", List.of("string", "number", "boolean")),
                            text -> Parsed.good(new EnvValue.Literal(text))),
                    Keys.of("secret", "a `secret` reference", SECRET, GENERATE)
                            .to(f -> new EnvValue.Secret(f.get(SECRET), f.get(GENERATE))));

    /** The whole of {@code env}. */
    static final Shape<Map<String, Placed<EnvValue>>> SHAPE =
            new NamesShape<>(
                    "a mapping of variables",
                    Texts.text("a variable", "LOG_LEVEL", Map.of(), EnvKeys::name),
                    "^[A-Za-z_][A-Za-z0-9_]*$",
                    VALUE);

    private EnvKeys() {}

    private static Parsed<String> name(String name) {
        if (!NAME.matcher(name).matches()) {
            return Parsed.bad(
                    Texts.not(name, "the name of a variable"),
                    "use letters, digits and `_`, no digit first, such as `LOG_LEVEL`");
        }
        boolean given = GIVEN.containsKey(name) && !FREE.contains(name);
        if (given || name.startsWith("STEAD_")) {
            return Parsed.bad(
                    "`" + name + "` is given by Stead itself",
                    "take it out, or use another name for a value of your own");
        }
        return Parsed.good(name);
    }
}
