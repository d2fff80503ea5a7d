package dev.stead.model;

import java.util.List;
import java.util.Map;

/** The values of {@code access}. */
final class AccessKeys {
    private static final Key<List<String>> GROUPS =
            Key.required(
                    "groups",
                    new ListShape<>(Texts.GROUP_NAME, "a list of groups", true, 1).values(),
                    "Groups whose members may use it",
                    "[planners]");

    private static final Shape<Access> WORD =
            Texts.<Access>text(
                    "`public` or `signed-in`",
                    "public",
                    Map.of("enum", List.of("public", "signed-in")),
                    text ->
                            switch (text) {
                                case "public" -> Parsed.good(new Access.Public());
                                case "signed-in" -> Parsed.good(new Access.SignedIn());
                                default ->
                                        Parsed.bad(
                                                "`"
                                                        + Suggestion.shortened(text)
                                                        + "` does not say who may use it",
                                                "write `public`, `signed-in`, or `{ groups: [NAME]"
                                                        + " }`");
                            });

    /** Of something that nobody uses without an account. */
    private static final Shape<Access> SIGNED_IN_WORD =
            Texts.<Access>text(
                    "`signed-in`",
                    "signed-in",
                    Map.of("const", "signed-in"),
                    text ->
                            switch (text) {
                                case "signed-in" -> Parsed.good(new Access.SignedIn());
                                case "public" ->
                                        Parsed.bad(
                                                "`public` is for routes, an engine belongs to an"
                                                        + " account",
                                                "write `signed-in`, or `{ groups: [NAME] }`");
                                default ->
                                        Parsed.bad(
                                                "`"
                                                        + Suggestion.shortened(text)
                                                        + "` does not say who may open it",
                                                "write `signed-in`, or `{ groups: [NAME] }`");
                            });

    private static final Shape<Access> MAPPING =
            Keys.of("access", "an `access` mapping", GROUPS)
                    .to(f -> new Access.Groups(f.get(GROUPS)));

    /** Of a route. */
    static final Shape<Access> SHAPE = ChoiceShape.of(WORD, MAPPING);

    /** The same, but for {@code public}. */
    static final Shape<Access> SIGNED_IN = ChoiceShape.of(SIGNED_IN_WORD, MAPPING);

    private AccessKeys() {}
}
