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

    static final Shape<Access> SHAPE =
            ChoiceShape.of(
                    WORD,
                    Keys.of("access", "an `access` mapping", GROUPS)
                            .to(f -> new Access.Groups(f.get(GROUPS))));

    private AccessKeys() {}
}
