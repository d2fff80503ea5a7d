package dev.stead.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A mapping with known keys.
 *
 * @param name what it is called in the JSON Schema and the reference
 * @param words what it is called in messages, with its article
 * @param keys in the order of the reference
 * @param choice keys of which exactly one must be there; may be empty
 * @param later keys that are planned, answered with that instead of with a suggestion
 */
record Keys(String name, String words, List<Key<?>> keys, List<Key<?>> choice, List<Later> later)
        implements Shape<Found> {
    Keys {
        keys = List.copyOf(keys);
        choice = List.copyOf(choice);
        later = List.copyOf(later);
    }

    static Keys of(String name, String words, Key<?>... keys) {
        return new Keys(name, words, List.of(keys), List.of(), List.of());
    }

    Keys exactlyOne(Key<?>... choice) {
        return new Keys(name, words, keys, List.of(choice), later);
    }

    Keys later(Later... later) {
        return new Keys(name, words, keys, choice, List.of(later));
    }

    /** A shape that reads this mapping and makes a value of it when every key is right. */
    <T> Shape<T> to(Function<Found, T> make) {
        return new MadeShape<>(this, (found, _) -> Optional.of(make.apply(found)));
    }

    /** The same, where making may find more mistakes. */
    <T> Shape<T> making(BiFunction<Found, Problems, Optional<T>> make) {
        return new MadeShape<>(this, make);
    }

    @Override
    public Optional<Found> read(Node node, Place at, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            return Shape.unfit(this, node, at, problems);
        }
        var found = new Found(at);
        var meant = new HashSet<String>();
        var first = new HashMap<String, Node.Entry>();
        for (var entry : mapping.entries()) {
            var before = first.putIfAbsent(entry.key(), entry);
            if (before != null) {
                twice(entry, before, at, problems);
                found.incomplete();
                continue;
            }
            var key = keys.stream().filter(k -> k.name().equals(entry.key())).findFirst();
            if (key.isPresent()) {
                read(key.get(), entry, found, problems);
            } else {
                Suggestion.unknownKey(this, entry, at, problems).ifPresent(meant::add);
                found.incomplete();
            }
        }
        missing(found, meant, problems);
        choose(found, meant, problems);
        return Optional.of(found);
    }

    private static <T> void read(Key<T> key, Node.Entry entry, Found found, Problems problems) {
        var at = found.place().of(entry);
        if (entry.value().isNothing()) {
            problems.add(
                    found.place().ofKey(entry),
                    "`" + key.name() + "` has no value",
                    "write one, such as `"
                            + key.name()
                            + ": "
                            + key.example()
                            + (key.required() ? "`" : "`, or take the key out"));
            found.put(key, at, Optional.empty(), false);
            return;
        }
        int before = problems.count();
        var value = key.shape().read(entry.value(), at, problems);
        found.put(key, at, value, problems.count() == before);
    }

    private void missing(Found found, Set<String> meant, Problems problems) {
        for (var key : keys) {
            if (key.required() && !found.has(key) && !meant.contains(key.name())) {
                problems.add(
                        found.place(),
                        "the key `" + key.name() + "` is missing",
                        "add it, such as `" + key.name() + ": " + key.example() + "`");
                found.incomplete();
            }
        }
    }

    private void choose(Found found, Set<String> meant, Problems problems) {
        if (choice.isEmpty() || names(choice).stream().anyMatch(meant::contains)) {
            return;
        }
        var given = choice.stream().filter(found::has).toList();
        if (given.isEmpty()) {
            problems.add(
                    found.place(),
                    "one of " + Suggestion.list(names(choice)) + " is missing",
                    "add one of them");
            found.incomplete();
        } else if (given.size() > 1) {
            problems.add(
                    found.at(given.get(1)),
                    Suggestion.list(names(given)) + " are given together",
                    "keep one of them");
            found.incomplete();
        }
    }

    /** Adds the problem of a key that was written before. */
    static void twice(Node.Entry entry, Node.Entry before, Place at, Problems problems) {
        problems.add(
                at.ofKey(entry),
                "the key `"
                        + Suggestion.shortened(entry.key())
                        + "` is given twice, first in line "
                        + before.keyMark().line(),
                "take one of the two out");
    }

    static List<String> names(List<Key<?>> keys) {
        var names = new ArrayList<String>();
        keys.forEach(key -> names.add(key.name()));
        return names;
    }

    @Override
    public boolean fits(Node node) {
        return node instanceof Node.Mapping;
    }

    @Override
    public String like() {
        var shown = keys.stream().filter(k -> k.required() || choice.contains(k)).toList();
        var some =
                shown.isEmpty()
                        ? keys.subList(0, 1)
                        : choice.isEmpty() ? shown : shown.subList(0, 1);
        return "{ "
                + String.join(", ", some.stream().map(k -> k.name() + ": " + k.example()).toList())
                + " }";
    }

    @Override
    public Map<String, Object> schema(Definitions definitions) {
        return definitions.refer(name, () -> SchemaPage.mapping(this, definitions));
    }

    @Override
    public List<Keys> tables() {
        return List.of(this);
    }
}
