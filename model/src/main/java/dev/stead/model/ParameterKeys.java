package dev.stead.model;

import dev.stead.model.Engine.Choice;
import dev.stead.model.Engine.Parameter;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code parameters}. */
final class ParameterKeys {
    /** A parameter as it is written, without the name before it. */
    record Draft(Optional<String> title, List<Placed<Choice>> choices) {
        Parameter named(String name) {
            return new Parameter(
                    name, title.orElse(name), choices.stream().map(Placed::value).toList());
        }
    }

    private static final Shape<String> TEXT =
            Texts.text(
                    "a value",
                    "small",
                    Map.of("type", List.of("string", "number", "boolean")),
                    Texts::line);

    private static final Key<String> VALUE =
            Key.required("value", TEXT, "The value, as the engine sees it", "large")
                    .alsoCalled("name", "id", "slug");
    private static final Key<List<String>> GROUPS =
            Key.of(
                            "groups",
                            new ListShape<>(Texts.GROUP_NAME, "a list of groups", true, 1).values(),
                            List.<String>of(),
                            "everybody",
                            "Groups whose members may choose it",
                            "[analysts]")
                    .alsoCalled("access", "access-groups", "access-control");

    private static final Shape<Choice> CHOICE =
            ChoiceShape.of(
                    TEXT.map(text -> new Choice(text, List.of())),
                    Keys.of("choice", "a `choice` mapping", VALUE, GROUPS)
                            .to(f -> new Choice(f.get(VALUE), f.get(GROUPS))));

    private static final Shape<List<Placed<Choice>>> CHOICES =
            new ListShape<>(CHOICE, "a list of values", false, 1);

    private static final Key<Optional<String>> TITLE =
            Key.optional(
                            "title",
                            Texts.line("a title", "Size", 80),
                            "the parameter's name",
                            "What the form calls it",
                            "Size")
                    .alsoCalled("label", "display-name", "display_name");
    private static final Key<List<Placed<Choice>>> VALUES =
            Key.required(
                            "values",
                            CHOICES,
                            "What may be chosen; the first that a user may choose is the usual one",
                            "[small, { value: large, groups: [analysts] }]")
                    .alsoCalled("choices", "options", "value-sets", "enum");

    private static final Shape<Draft> DRAFT =
            ChoiceShape.of(
                    CHOICES.map(choices -> new Draft(Optional.empty(), choices)),
                    Keys.of("parameter", "a `parameter` mapping", TITLE, VALUES)
                            .to(f -> new Draft(f.get(TITLE), f.get(VALUES))));

    static final Key<Map<String, Placed<Draft>>> PARAMETERS =
            Key.of(
                            "parameters",
                            new NamesShape<>(
                                    "a mapping of parameters",
                                    Texts.PARAMETER_NAME,
                                    Texts.NAME_PATTERN,
                                    DRAFT),
                            Map.<String, Placed<Draft>>of(),
                            "nothing is chosen",
                            "What is chosen on opening, by name; the engine gets the variable of"
                                    + " that name in capitals, with `_` for `-`",
                            "{ size: [small, { value: large, groups: [analysts] }] }")
                    .alsoCalled("options", "choices", "profiles", "profile_list", "arguments");

    private ParameterKeys() {}

    /** In the order of the file. */
    static List<Parameter> make(Found found) {
        return found.get(PARAMETERS).entrySet().stream()
                .map(entry -> entry.getValue().value().named(entry.getKey()))
                .toList();
    }
}
