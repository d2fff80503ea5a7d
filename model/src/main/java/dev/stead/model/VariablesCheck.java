package dev.stead.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The variables of a component: that each one used is there, that none is given twice, and that no
 * secret gets into a command, where the process list shows it.
 */
final class VariablesCheck {
    private final Found found;
    private final Problems problems;

    /** Every variable the instance will have, and whether it is secret. */
    private final Map<String, Boolean> secret = new HashMap<>();

    /** What Stead gives. */
    private final Set<String> given;

    /** What to do about a variable that is not there, where that is known. */
    private final Map<String, String> instead;

    private final Map<String, Placed<EnvValue>> env;

    /** Whether the names in {@link #env}, and those of parameters, are all that there are. */
    private final boolean envKnown;

    /** Whether the components that it needs are known, and so what they give. */
    private final boolean needsKnown;

    VariablesCheck(Found found, Drafts drafts, Problems problems) {
        this(found, drafts, problems, EnvKeys.GIVEN.keySet(), Map.of());
    }

    VariablesCheck(
            Found found,
            Drafts drafts,
            Problems problems,
            Set<String> given,
            Map<String, String> instead) {
        this.found = found;
        this.problems = problems;
        this.given = Set.copyOf(given);
        this.instead = Map.copyOf(instead);
        this.env = found.value(ServiceKind.ENV).orElse(Map.of());
        given.forEach(name -> secret.put(name, false));
        var needs = found.value(CommonKeys.NEEDS).orElse(List.of());
        boolean known = true;
        for (var need : needs) {
            var kind = drafts.find(need.value()).flatMap(Drafts.Draft::kind);
            known &= kind.isPresent();
            kind.ifPresent(k -> k.gives().forEach(gift -> give(need.value(), gift)));
        }
        this.needsKnown = known && found.clean(CommonKeys.NEEDS);
        this.envKnown = found.clean(ServiceKind.ENV) && found.clean(ParameterKeys.PARAMETERS);
    }

    /** Adds a variable that is not secret; false when it is given already. */
    boolean offer(String name) {
        return secret.putIfAbsent(name, false) == null;
    }

    private void give(String need, Kind.Gift gift) {
        secret.put(variable(need, gift), gift.secret());
    }

    /** {@code DB_URL} for the gift {@code URL} of {@code db}. */
    static String variable(String component, Kind.Gift gift) {
        return component.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + gift.suffix();
    }

    /** Looks at {@code env} and at the command of {@code health}. */
    void check() {
        env.forEach(this::takeIn);
        spreadSecrets();
        env.forEach((name, value) -> {
            if (value.value() instanceof EnvValue.Literal(String text)) {
                used(text, value.at(), _ -> {});
                written(name, text, value.at());
            }
        });
        circles();
        found.value(ServiceKind.HEALTH)
                .flatMap(health -> health)
                .ifPresent(health -> {
                    if (health.probe() instanceof Health.Command(var words)) {
                        command(words, found.at(ServiceKind.HEALTH));
                    }
                });
    }

    private void takeIn(String name, Placed<EnvValue> value) {
        boolean taken = secret.put(name, value.value() instanceof EnvValue.Secret) != null;
        if (taken && !given.contains(name)) {
            problems.add(
                    value.at(),
                    "`" + name + "` is given by one of the needs already",
                    "take it out, or use another name");
        }
    }

    /** A text that refers to a secret is one itself. */
    private void spreadSecrets() {
        boolean again = true;
        while (again) {
            again = false;
            for (var entry : env.entrySet()) {
                again |=
                        entry.getValue().value() instanceof EnvValue.Literal(String text)
                                && Variables.in(text).stream()
                                        .anyMatch(v -> secret.getOrDefault(v, false))
                                && Boolean.FALSE.equals(secret.put(entry.getKey(), true));
            }
        }
    }

    /** Looks at a command, after {@link #check}. */
    void command(List<String> words, Place at) {
        var shown = new HashSet<String>();
        for (var word : words) {
            used(
                    word,
                    at,
                    name -> {
                        if (secret.getOrDefault(name, false) && shown.add(name)) {
                            problems.add(
                                    at,
                                    "`${"
                                            + name
                                            + "}` is secret, and the process list shows commands to"
                                            + " everybody",
                                    "take it out; the program finds it in its environment");
                        }
                    });
        }
    }

    private void used(String text, Place at, Consumer<String> use) {
        for (var malformed : Variables.malformed(text)) {
            problems.add(
                    at,
                    "`" + malformed + "` is not a variable",
                    malformed.startsWith("${secret:")
                            ? "give a variable the secret, under `env` as `{ secret: NAME }`"
                            : "write `${NAME}`; what needs a shell belongs in a script of the"
                                    + " source");
        }
        for (var name : Variables.in(text)) {
            if (secret.containsKey(name)) {
                use.accept(name);
            } else if (envKnown && (needsKnown || !likeGift(name))) {
                problems.add(at, "there is no variable `" + name + "`", mend(name));
            }
        }
    }

    private String mend(String name) {
        return Optional.ofNullable(instead.get(name))
                .or(() ->
                        Suggestion.nearest(name.toLowerCase(Locale.ROOT), lower(secret.keySet()))
                                .map(n ->
                                        "write `${"
                                                + n.toUpperCase(Locale.ROOT)
                                                + "}` if that is meant"))
                .orElse("give it under `env`, or add the component to `needs`");
    }

    /** Whether a component that could not be read might give it. */
    private static boolean likeGift(String name) {
        return Kinds.ALL.stream()
                .flatMap(kind -> kind.gives().stream())
                .anyMatch(gift -> name.endsWith("_" + gift.suffix()));
    }

    private static List<String> lower(Set<String> names) {
        return names.stream().sorted().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** A secret must be a reference; names that end like these hold one. */
    private void written(String name, String text, Place at) {
        boolean named =
                name.toUpperCase(Locale.ROOT)
                        .matches(
                                "(.*_)?(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|SECRET_?KEY|PRIVATE_?KEY)");
        if (named && !text.isEmpty() && Variables.in(text).isEmpty()) {
            problems.add(
                    at,
                    "the value of `" + name + "` looks like a secret, the file holds none",
                    "write `{ secret: %s }`"
                            .formatted(name.toLowerCase(Locale.ROOT).replace('_', '-')));
        }
    }

    /** Shows each circle once, at its first variable. */
    private void circles() {
        var shown = new HashMap<String, Set<String>>();
        env.forEach((name, value) -> {
            var reached = new HashSet<String>();
            reach(name, reached);
            boolean known =
                    reached.stream().anyMatch(r -> shown.getOrDefault(r, Set.of()).contains(name));
            if (reached.contains(name) && !known) {
                shown.put(name, reached);
                problems.add(
                        value.at(),
                        "the value of `" + name + "` leads back to `" + name + "` itself",
                        "write the value out");
            }
        });
    }

    private void reach(String name, Set<String> reached) {
        var value = env.get(name);
        if (value != null && value.value() instanceof EnvValue.Literal(String text)) {
            Variables.in(text).stream().filter(reached::add).forEach(next -> reach(next, reached));
        }
    }
}
