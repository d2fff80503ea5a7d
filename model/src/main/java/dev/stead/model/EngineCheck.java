package dev.stead.model;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Mistakes of an engine that take more than one key to see. */
record EngineCheck(Found found, Drafts all, Problems problems) {
    /** In braces for Stead, or without for a shell. */
    private static final Pattern PORT = Pattern.compile("\\$(\\{PORT\\b|PORT\\b)");

    void check() {
        ServiceKind.checkPrepare(found, problems);
        found.value(EngineLifeKeys.PER).ifPresent(this::counts);
        port();
        environment();
        var variables =
                new VariablesCheck(
                        found,
                        all,
                        problems,
                        EngineVariables.given(
                                found.value(EngineLifeKeys.PER).orElse(Engine.Per.RESOURCE)),
                        EngineVariables.INSTEAD);
        parameters(variables);
        variables.check();
        variables.command(words(), found.at(EngineKind.ENGINE));
        variables.command(BusyKeys.words(found), found.at(BusyKeys.BUSY));
    }

    private List<String> words() {
        return found.value(EngineKind.ENGINE).orElse(List.of());
    }

    private Map<String, Placed<EnvValue>> env() {
        return found.value(ServiceKind.ENV).orElse(Map.of());
    }

    private void counts(Engine.Per per) {
        int warm = found.value(EngineLifeKeys.WARM).orElse(0);
        var at = found.at(EngineLifeKeys.WARM);
        if (warm > 0 && per == Engine.Per.RESOURCE) {
            problems.add(
                    at,
                    "`warm` is given with `per: resource`, an engine that is started before"
                            + " anybody asks cannot know its resource",
                    "take `warm` out, or write `per: user`");
        }
        found.value(AtMostKeys.AT_MOST)
                .ifPresent(given -> AtMostKeys.check(given, per, new Placed<>(warm, at), problems));
    }

    /** The gateway looks for an engine at the port that it was given, and nowhere else. */
    private void port() {
        boolean named =
                words().stream().anyMatch(word -> PORT.matcher(word).find())
                        || env().values().stream()
                                .anyMatch(value ->
                                        value.value() instanceof EnvValue.Literal(String text)
                                                && PORT.matcher(text).find());
        if (!named && !words().isEmpty() && found.clean(ServiceKind.ENV)) {
            problems.add(
                    found.at(EngineKind.ENGINE),
                    "no `${PORT}` is in the command, an engine must listen on the port that it is"
                            + " given",
                    "add it as the program wants it, such as `--port ${PORT}`; before a program"
                            + " that reads the variable itself, write `env PORT=${PORT}`");
        }
    }

    /** {@link EnvKeys} refuses what every instance is given. */
    private void environment() {
        env().forEach((name, value) -> {
            if (EngineVariables.OWN.containsKey(name)) {
                problems.add(
                        value.at(),
                        "`" + name + "` is given by Stead itself",
                        "take it out, or use another name for a value of your own");
            }
        });
    }

    private void parameters(VariablesCheck variables) {
        found.value(ParameterKeys.PARAMETERS)
                .orElse(Map.of())
                .forEach((name, draft) -> {
                    var variable = draft.value().named(name).variable();
                    if (EngineVariables.isOwn(variable)) {
                        taken(variable, "Stead itself gives", draft.at());
                    } else if (env().containsKey(variable)) {
                        taken(variable, "`env` gives already", draft.at());
                    } else if (!variables.offer(variable)) {
                        taken(variable, "one of the needs gives already", draft.at());
                    }
                    choices(draft.value().choices());
                });
    }

    private void taken(String variable, String who, Place at) {
        problems.add(
                at,
                "the parameter becomes the variable `" + variable + "`, which " + who,
                "give the parameter another name");
    }

    private void choices(List<Placed<Engine.Choice>> choices) {
        Set<String> seen = new HashSet<>();
        for (var choice : choices) {
            if (!seen.add(choice.value().value())) {
                problems.add(
                        choice.at(),
                        "the value `"
                                + Suggestion.shortened(choice.value().value())
                                + "` is in this list already",
                        "take one of the two out");
            }
        }
    }
}
