package dev.stead.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of values of one shape.
 *
 * @param distinct whether the same item twice is a mistake
 * @param least how many items there must be
 */
record ListShape<T>(Shape<T> item, String words, boolean distinct, int least)
        implements Shape<List<Placed<T>>> {
    /** Any number of different items. */
    static <T> ListShape<T> of(Shape<T> item, String words) {
        return new ListShape<>(item, words, true, 0);
    }

    @Override
    public Optional<List<Placed<T>>> read(Node node, Place at, Problems problems) {
        if (node instanceof Node.Scalar scalar && item.fits(node)) {
            problems.add(
                    at,
                    node.sort() + " is here, " + words + " is expected",
                    "write `[" + Suggestion.shortened(scalar.text()) + "]`");
            return Optional.empty();
        }
        if (!(node instanceof Node.Listing listing)) {
            return Shape.unfit(this, node, at, problems);
        }
        if (listing.items().size() < least) {
            problems.add(
                    at, "the list is empty", "write at least one item, such as `" + like() + "`");
            return Optional.empty();
        }
        var values = new ArrayList<Placed<T>>();
        var seen = new HashSet<T>();
        for (int i = 0; i < listing.items().size(); i++) {
            var child = listing.items().get(i);
            var place = at.of(i, child);
            item.read(child, place, problems)
                    .ifPresent(value -> {
                        if (distinct && !seen.add(value)) {
                            problems.add(
                                    place,
                                    "`" + value + "` is in this list already",
                                    "take one of the two out");
                        }
                        values.add(new Placed<>(value, place));
                    });
        }
        return Optional.of(values);
    }

    @Override
    public boolean fits(Node node) {
        return node instanceof Node.Listing;
    }

    @Override
    public String like() {
        return "[" + item.like() + "]";
    }

    @Override
    public Map<String, Object> schema(Definitions definitions) {
        var json = Json.object("type", "array", "items", item.schema(definitions));
        var some = least > 0 ? Json.and(json, "minItems", least) : json;
        return distinct ? Json.and(some, "uniqueItems", true) : some;
    }

    @Override
    public List<Keys> tables() {
        return item.tables();
    }

    /** The same list, without the places of its items. */
    Shape<List<T>> values() {
        return map(placed -> placed.stream().map(Placed::value).toList());
    }
}
