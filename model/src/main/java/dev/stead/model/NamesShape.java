package dev.stead.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping whose keys are names of the writer's choice.
 *
 * @param name how the names look; a duplicate is a mistake
 * @param pattern the same as a regular expression, for the JSON Schema
 */
record NamesShape<T>(String words, Shape<String> name, String pattern, Shape<T> value)
        implements Shape<Map<String, Placed<T>>> {
    /** More would make a file, and a plan, that nobody can read. */
    static final int MOST = 200;

    @Override
    public Optional<Map<String, Placed<T>>> read(Node node, Place at, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            return Shape.unfit(this, node, at, problems);
        }
        if (mapping.entries().size() > MOST) {
            problems.add(
                    at,
                    "there are more than " + MOST + " names in this mapping",
                    "use fewer, or make several systems");
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, Placed<T>>();
        var first = new LinkedHashMap<String, Node.Entry>();
        for (var entry : mapping.entries()) {
            var before = first.putIfAbsent(entry.key(), entry);
            if (before != null) {
                Keys.twice(entry, before, at, problems);
                continue;
            }
            var key = new Node.Scalar(entry.keyMark(), entry.key(), false);
            var good = name.read(key, at.ofKey(entry), problems);
            var read = value.read(entry.value(), at.of(entry), problems);
            if (good.isPresent() && read.isPresent()) {
                values.put(good.get(), new Placed<>(read.get(), at.of(entry)));
            }
        }
        return Optional.of(values);
    }

    @Override
    public boolean fits(Node node) {
        return node instanceof Node.Mapping;
    }

    @Override
    public String like() {
        return "{ " + name.like() + ": " + value.like() + " }";
    }

    @Override
    public Map<String, Object> schema(Definitions definitions) {
        return Json.object(
                "type",
                "object",
                "patternProperties",
                Map.of(pattern, value.schema(definitions)),
                "maxProperties",
                MOST,
                "additionalProperties",
                false);
    }

    @Override
    public List<Keys> tables() {
        return value.tables();
    }
}
