package dev.stead.model;

import java.util.List;
import java.util.Optional;

/**
 * A route as it is written; it becomes a {@link Route} when the domain is known.
 *
 * @param host a label below the domain, or a full name
 * @param from from where
 */
record RouteText(
        Optional<String> host, String path, boolean strip, Access access, AddressRules from) {
    private static final Key<String> PATH =
            Key.of(
                    "path",
                    Paths.ROUTE_PATH,
                    "/",
                    "`/`",
                    "Prefix of the paths that come here, in whole segments; the longest one wins",
                    "/api");
    private static final Key<Optional<String>> HOST =
            Key.optional(
                    "host",
                    Texts.HOST,
                    "the domain",
                    "Host name; one without a dot is below the domain",
                    "api");
    private static final Key<Boolean> STRIP =
            Key.of(
                    "strip",
                    Amounts.TRUTH,
                    false,
                    "`false`",
                    "Whether the prefix is taken off before the component sees the request; a"
                            + " site's files are always looked up without it",
                    "true");

    private static final Key<Access> ACCESS =
            Key.of(
                            "access",
                            AccessKeys.SHAPE,
                            new Access.SignedIn(),
                            "`signed-in`",
                            "Who may use it: `public`, `signed-in`, or members of groups",
                            "{ groups: [planners] }")
                    .alsoCalled("auth", "groups", "roles", "who");

    private static final Shape<RouteText> MAPPING =
            Keys.of(
                            "route",
                            "a `route` mapping",
                            PATH,
                            HOST,
                            STRIP,
                            ACCESS,
                            RangeKeys.ALLOW,
                            RangeKeys.DENY)
                    .to(f ->
                            new RouteText(
                                    f.get(HOST),
                                    f.get(PATH),
                                    f.get(STRIP),
                                    f.get(ACCESS),
                                    RangeKeys.rules(f)));

    private static final Shape<RouteText> ONE =
            ChoiceShape.of(
                    Paths.ROUTE_PATH.map(p ->
                            new RouteText(
                                    Optional.empty(),
                                    p,
                                    false,
                                    new Access.SignedIn(),
                                    AddressRules.ANY)),
                    MAPPING);

    /** A path, a mapping, or a list of these. */
    static final Shape<List<Placed<RouteText>>> SHAPE =
            ChoiceShape.of(
                    ONE.placed().map(List::of), new ListShape<>(ONE, "a list of routes", false, 1));

    /** The route below this domain. */
    Route in(String domain) {
        return new Route(
                host.map(h -> h.contains(".") ? h : h + "." + domain).orElse(domain),
                path,
                strip,
                access,
                from);
    }
}
