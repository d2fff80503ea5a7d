package dev.stead.model;

import java.util.List;

/** Keys that several kinds have. */
final class CommonKeys {
    static final Key<List<Placed<RouteText>>> ROUTE =
            Key.of(
                            "route",
                            RouteText.SHAPE,
                            List.<Placed<RouteText>>of(),
                            "only other components reach it",
                            "Where the gateway offers it: a path, a mapping, or a list of these",
                            "/api")
                    .feeding("routes")
                    .alsoCalled("path", "url", "location", "ingress", "ports", "expose", "access");

    static final Key<List<Placed<String>>> NEEDS =
            Key.of(
                            "needs",
                            ListShape.of(Texts.COMPONENT_NAME, "a list of components"),
                            List.<Placed<String>>of(),
                            "none",
                            "Components that must be healthy before it starts; each gives it"
                                    + " variables",
                            "[db, cache]")
                    .alsoCalled("depends_on", "depends-on", "requires", "links", "after");

    static final Key<List<String>> PACKAGES =
            Key.of(
                            "packages",
                            ListShape.of(Texts.PACKAGE, "a list of Debian packages").values(),
                            List.<String>of(),
                            "none",
                            "Debian packages that the host must have, besides those of the kind",
                            "[python3-flask, gunicorn]")
                    .alsoCalled("apt", "debian", "install");

    static final Key<List<String>> PREPARE =
            Key.of(
                            "prepare",
                            Commands.SHELL,
                            List.<String>of(),
                            "nothing",
                            "A command or a list of them, run once in each new release by `sh -c`",
                            "npm ci && npm run build")
                    .alsoCalled("build", "setup", "before", "run");

    static final Key<Limits> LIMITS =
            Key.of(
                            "limits",
                            LimitsKeys.SHAPE,
                            Limits.NONE,
                            "no limits",
                            "What one instance may use at most",
                            "{ memory: 1 GiB, cpu: 1 }")
                    .alsoCalled("resources", "deploy", "memory", "cpu", "pids");

    private CommonKeys() {}
}
