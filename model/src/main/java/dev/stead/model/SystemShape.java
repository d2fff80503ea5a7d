package dev.stead.model;

import java.util.List;
import java.util.Optional;

/** The whole file: its keys, then what only shows when all components are known. */
final class SystemShape {
    private SystemShape() {}

    /** The system; it counts only when no problem was added. */
    static Optional<SystemSpec> read(Node document, Problems problems) {
        if (!(document instanceof Node.Mapping)) {
            problems.add(
                    Place.START,
                    document.isNothing()
                            ? "the file is empty"
                            : "the file is "
                                    + document.sort()
                                    + ", a mapping with `system` and `components` is expected",
                    "start with `system: NAME` and `components:`");
            return Optional.empty();
        }
        var found = SystemKeys.KEYS.read(document, Place.START, problems);
        found.ifPresent(f -> check(f, problems));
        return found.filter(_ -> problems.count() == 0).map(SystemShape::make);
    }

    private static void check(Found found, Problems problems) {
        var components = found.value(SystemKeys.COMPONENTS);
        if (components.isEmpty()) {
            return;
        }
        var drafts = Drafts.of(components.get());
        if (drafts.byName().isEmpty() && found.clean(SystemKeys.COMPONENTS)) {
            problems.add(
                    found.at(SystemKeys.COMPONENTS),
                    "there is no component",
                    "add one, such as `ui: { site: ./ui, route: / }`");
        }
        drafts.each((_, draft) ->
                draft.kind().ifPresent(k -> k.check().check(draft.found(), drafts, problems)));
        new NeedsCheck(drafts, problems).check();
        Routes.check(domain(found), drafts, problems);
        new AcmeCheck(found, drafts, problems).check();
    }

    private static SystemSpec make(Found found) {
        var domain = domain(found);
        List<Component> components =
                found.get(SystemKeys.COMPONENTS).entrySet().stream()
                        .map(e -> make(e.getKey(), e.getValue().value(), domain))
                        .toList();
        return new SystemSpec(
                found.get(SystemKeys.SYSTEM),
                domain,
                found.get(SystemKeys.LISTEN),
                found.get(SystemKeys.CERTIFICATE),
                found.get(SystemKeys.SIGN_IN),
                found.get(SystemKeys.TRAFFIC),
                components);
    }

    private static Component make(String name, Drafts.Draft draft, String domain) {
        return draft.kind().orElseThrow().make().make(name, draft.found(), domain);
    }

    /** What is written, or what its absence means; any name will do where that is wrong. */
    static String domain(Found found) {
        return found.value(SystemKeys.DOMAIN)
                .flatMap(domain -> domain)
                .orElse(found.value(SystemKeys.SYSTEM).orElse("system") + ".localhost");
    }
}
