package dev.stead.model;

import java.util.Optional;

/** Keys of an engine about who finds it, where, and what it looks like on the home page. */
final class EngineFaceKeys {
    private static final int ICON_LETTERS = 4;

    static final Key<Access> ACCESS =
            Key.of(
                            "access",
                            AccessKeys.SIGNED_IN,
                            new Access.SignedIn(),
                            "`signed-in`",
                            "Who may open one: `signed-in`, or members of groups",
                            "{ groups: [planners] }")
                    .alsoCalled(
                            "auth",
                            "groups",
                            "roles",
                            "who",
                            "users",
                            "access-groups",
                            "access-users",
                            "allowed_groups",
                            "allowed_users");
    static final Key<EnginePlace> PLACE =
            Key.of(
                            "place",
                            Texts.either("host", EnginePlace.HOST, "path", EnginePlace.PATH),
                            EnginePlace.HOST,
                            "`host`",
                            "Where engines answer: `host` for a host of each engine's own,"
                                    + " `ID.DOMAIN`; `path` for `/engines/ID/` of the domain, for"
                                    + " domains without a wildcard and programs that are trusted",
                            "path")
                    .alsoCalled(
                            "route",
                            "routing",
                            "where",
                            "ports",
                            "expose",
                            "subdomain_host",
                            "base_url");
    static final Key<Optional<String>> TITLE =
            Key.optional(
                            "title",
                            Texts.line("a title", "Notebook", 80),
                            "its name",
                            "What the home page calls it",
                            "Notebook")
                    .alsoCalled("label", "name", "display-name", "display_name");
    static final Key<Optional<String>> ICON =
            Key.optional(
                            "icon",
                            Texts.text(
                                    "an icon",
                                    "N",
                                    Json.object("type", "string", "minLength", 1, "maxLength", 4),
                                    EngineFaceKeys::icon),
                            "its first letter",
                            "At most four letters, or an emoji, for the home page",
                            "N")
                    .alsoCalled("logo", "logo-url", "emoji", "picture");
    static final Key<Optional<String>> DESCRIPTION =
            Key.optional(
                            "description",
                            Texts.line("a description", "Python with the plan's data", 300),
                            "none",
                            "A sentence for the home page",
                            "Python with the plan's data")
                    .alsoCalled("summary", "subtitle", "about", "help");

    private EngineFaceKeys() {}

    private static Parsed<String> icon(String text) {
        return text.codePointCount(0, text.length()) > ICON_LETTERS
                ? Parsed.bad(
                        "`" + Suggestion.shortened(text) + "` is longer than four letters",
                        "write one to four letters, or an emoji; files are not shown")
                : Texts.line(text);
    }
}
