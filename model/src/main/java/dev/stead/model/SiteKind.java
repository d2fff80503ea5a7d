package dev.stead.model;

import java.util.List;
import java.util.Optional;

/** The kind {@code site}. */
final class SiteKind {
    private static final Key<String> SITE =
            Key.required("site", new FolderShape(), "Folder of the files", "./ui")
                    .feeding("source");
    private static final Key<Optional<String>> FALLBACK =
            Key.optional(
                            "fallback",
                            Paths.FILE_BELOW,
                            "paths without a file answer 404",
                            "File that answers for paths without one, for single-page applications",
                            "index.html")
                    .alsoCalled("index", "spa", "single-page", "not-found");

    static final Kind KIND =
            new Kind(
                    Keys.of(
                            "site",
                            "a `site` component",
                            SITE,
                            CommonKeys.ROUTE.demanded("/"),
                            FALLBACK,
                            CommonKeys.PREPARE,
                            CommonKeys.PACKAGES),
                    Site.class,
                    "Static files, served by the gateway itself. Nothing runs for it, so that no"
                            + " component can need it.",
                    """
                    site: ./ui
                    route: /
                    fallback: index.html
                    """,
                    List.of(),
                    (_, _, _) -> {},
                    SiteKind::make);

    private SiteKind() {}

    private static Site make(String name, Found found, String domain) {
        return new Site(
                name,
                found.get(SITE),
                found.get(FALLBACK),
                found.get(CommonKeys.PREPARE),
                found.get(CommonKeys.PACKAGES),
                Routes.in(domain, found));
    }
}
