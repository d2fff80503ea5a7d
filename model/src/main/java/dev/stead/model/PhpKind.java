package dev.stead.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kind {@code php}. */
final class PhpKind {
    private static final String ENDING = ".php";

    private static final Key<String> PHP =
            Key.required("php", new FolderShape(), "Folder of the programs and files", "./web")
                    .feeding("source");
    private static final Key<Optional<String>> FRONT =
            Key.optional(
                            "front",
                            Paths.FILE_BELOW,
                            "paths without a file answer 404",
                            "Program that answers for paths without a file or program of their own",
                            "index.php")
                    .alsoCalled("index", "fallback", "entry", "front-controller");
    private static final Key<Integer> WORKERS =
            Key.of(
                            "workers",
                            Amounts.whole("a number of processes", 1, 256, 8),
                            8,
                            "8",
                            "Processes of php-fpm; each runs one program at a time",
                            "16")
                    .alsoCalled("processes", "max_children", "children");

    static final Kind KIND =
            new Kind(
                    Keys.of(
                            "php",
                            "a `php` component",
                            PHP,
                            CommonKeys.ROUTE.demanded("/"),
                            FRONT,
                            WORKERS,
                            CommonKeys.PREPARE,
                            CommonKeys.PACKAGES,
                            ServiceKind.ENV,
                            CommonKeys.NEEDS,
                            CommonKeys.LIMITS,
                            ServiceKind.STOP,
                            ServiceKind.PROXY,
                            ServiceKind.CACHE),
                    Php.class,
                    "PHP programs and the files beside them. The gateway sends the files and has"
                            + " php-fpm run the programs; no other web server is needed. No"
                            + " component can need it.",
                    """
                    php: ./web
                    route: /
                    front: index.php
                    packages: [php-mysql]
                    needs: [db]
                    """,
                    List.of(),
                    PhpKind::check,
                    PhpKind::make);

    private PhpKind() {}

    private static void check(Found found, Drafts all, Problems problems) {
        boolean program =
                found.value(FRONT).flatMap(f -> f).map(f -> f.endsWith(ENDING)).orElse(true);
        if (!program) {
            problems.add(
                    found.at(FRONT),
                    "`front` is no PHP program",
                    "name a file that ends with `.php`");
        }
        if (found.value(ServiceKind.PROXY).map(ProxyRules::proxyProtocol).orElse(false)) {
            problems.add(
                    found.at(ServiceKind.PROXY),
                    "`proxy-protocol` is given for `php`, which speaks FastCGI",
                    "take it out: programs get the visitor's address as REMOTE_ADDR");
        }
        new VariablesCheck(found, all, problems).check();
    }

    private static Php make(String name, Found found, String domain) {
        SortedMap<String, EnvValue> env = new TreeMap<>();
        found.get(ServiceKind.ENV).forEach((variable, value) -> env.put(variable, value.value()));
        return new Php(
                name,
                found.get(PHP),
                found.get(FRONT),
                found.get(CommonKeys.PREPARE),
                found.get(CommonKeys.PACKAGES),
                env,
                Routes.in(domain, found),
                found.get(WORKERS),
                found.get(CommonKeys.NEEDS).stream().map(Placed::value).toList(),
                found.get(CommonKeys.LIMITS),
                found.get(ServiceKind.STOP),
                found.get(ServiceKind.PROXY),
                found.get(ServiceKind.CACHE));
    }
}
