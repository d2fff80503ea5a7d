package dev.stead.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kind {@code service}. */
final class ServiceKind {
    static final Key<List<String>> SERVICE =
            Key.required(
                            "service",
                            Commands.COMMAND,
                            "The command, as a text that is split into words like a shell does, or"
                                    + " as a list of words; `${NAME}` in a word becomes the"
                                    + " variable's value",
                            "gunicorn --bind 127.0.0.1:${PORT} api:app")
                    .feeding("command");
    static final Key<Optional<String>> SOURCE =
            Key.optional(
                            "source",
                            new FolderShape(),
                            "no files of its own",
                            "Folder that becomes the release in which the program runs",
                            "./api")
                    .alsoCalled("folder", "directory", "dir", "cwd", "workdir", "working_dir");
    static final Key<Map<String, Placed<EnvValue>>> ENV =
            Key.of(
                            "env",
                            EnvKeys.SHAPE,
                            Map.<String, Placed<EnvValue>>of(),
                            "only what Stead gives",
                            "Environment variables: texts, or references to secrets",
                            "{ LOG_LEVEL: info, SESSION_KEY: { secret: session-key } }")
                    .alsoCalled("environment", "variables", "vars");
    static final Key<Optional<Health>> HEALTH =
            Key.optional(
                            "health",
                            HealthKeys.SHAPE,
                            "`tcp` when `${PORT}` is in the command, otherwise `alive`",
                            "How to tell that an instance can work: a path, `tcp`, `alive`, or a"
                                    + " mapping",
                            "/api/health")
                    .alsoCalled("healthcheck", "health-check", "check", "probe");
    private static final Key<Integer> REPLICAS =
            Key.of(
                            "replicas",
                            Amounts.whole("a number of instances", 1, 64, 2),
                            1,
                            "1",
                            "Instances that run at the same time",
                            "2")
                    .alsoCalled("instances", "scale", "count", "workers");
    static final Key<Duration> STOP =
            Key.of(
                            "stop",
                            Amounts.duration(Duration.ofMillis(100), Duration.ofHours(1), "30s"),
                            Duration.ofSeconds(10),
                            "`10s`",
                            "How long an instance may take to end after SIGTERM",
                            "30s")
                    .alsoCalled("stop-timeout", "grace", "stop_grace_period");

    static final Key<ProxyRules> PROXY =
            Key.of(
                            "proxy",
                            ProxyKeys.SHAPE,
                            ProxyRules.DEFAULT,
                            "see below",
                            "How the gateway hands requests to its instances",
                            "{ body: 100 MiB, answer: 5m }")
                    .alsoCalled("upstream", "backend", "reverse_proxy", "timeouts", "sticky");
    static final Key<Optional<CacheRules>> CACHE =
            Key.optional(
                            "cache",
                            CacheKeys.SHAPE,
                            "nothing is kept",
                            "What the gateway keeps of the answers that it marks as cacheable: a"
                                    + " size in memory, or a mapping",
                            "64 MiB")
                    .alsoCalled("proxy_cache", "http-cache", "caching");

    static final Kind KIND =
            new Kind(
                    Keys.of(
                                    "service",
                                    "a `service` component",
                                    SERVICE,
                                    SOURCE,
                                    CommonKeys.PREPARE,
                                    CommonKeys.PACKAGES,
                                    ENV,
                                    CommonKeys.ROUTE,
                                    HEALTH,
                                    REPLICAS,
                                    CommonKeys.NEEDS,
                                    CommonKeys.LIMITS,
                                    STOP,
                                    PROXY,
                                    CACHE)
                            .later(
                                    new Later("network", "what a component may reach"),
                                    new Later("zone", "where instances live")),
                    Service.class,
                    "A program that Stead runs: a server, or a worker that listens nowhere.",
                    """
                    service: gunicorn --bind 127.0.0.1:${PORT} api:app
                    source: ./api
                    packages: [gunicorn, python3-flask]
                    route: /api
                    health: /api/health
                    replicas: 2
                    needs: [db]
                    """,
                    List.of(
                            new Kind.Gift("URL", false, "`http://HOST:PORT`"),
                            new Kind.Gift("HOST", false, "the address of an instance"),
                            new Kind.Gift("PORT", false, "the port of that instance")),
                    ServiceKind::check,
                    ServiceKind::make);

    private ServiceKind() {}

    /** Adds the problem of preparing nothing. */
    static void checkPrepare(Found found, Problems problems) {
        if (found.has(CommonKeys.PREPARE) && !found.has(SOURCE)) {
            problems.add(
                    found.at(CommonKeys.PREPARE),
                    "`prepare` is given without `source`, there is nothing to prepare",
                    "add `source: FOLDER`, or take `prepare` out");
        }
    }

    private static void check(Found found, Drafts all, Problems problems) {
        checkPrepare(found, problems);
        if (found.has(CACHE) && !found.has(CommonKeys.ROUTE)) {
            problems.add(
                    found.at(CACHE),
                    "`cache` is given without `route`, only answers to visitors are kept",
                    "add `route: PATH`, or take `cache` out");
        }
        var variables = new VariablesCheck(found, all, problems);
        variables.check();
        variables.command(found.value(SERVICE).orElse(List.of()), found.at(SERVICE));
    }

    private static Service make(String name, Found found, String domain) {
        SortedMap<String, EnvValue> env = new TreeMap<>();
        found.get(ENV).forEach((variable, value) -> env.put(variable, value.value()));
        return new Service(
                name,
                found.get(SERVICE),
                found.get(SOURCE),
                found.get(CommonKeys.PREPARE),
                found.get(CommonKeys.PACKAGES),
                env,
                Routes.in(domain, found),
                found.get(HEALTH),
                found.get(REPLICAS),
                found.get(CommonKeys.NEEDS).stream().map(Placed::value).toList(),
                found.get(CommonKeys.LIMITS),
                found.get(STOP),
                found.get(PROXY),
                found.get(CACHE));
    }
}
