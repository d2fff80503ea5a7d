package dev.stead.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a value in the file may look like, and what it means. Reading, the JSON Schema and the
 * reference page all come from shapes, so that they cannot disagree.
 */
interface Shape<T> {
    /** The value; empty when a problem was added. */
    Optional<T> read(Node node, Place at, Problems problems);

    /** Whether this sort of node is one that {@link #read} can make something of. */
    boolean fits(Node node);

    /** What it is called, with its article: {@code a duration}. */
    String words();

    /** How to write one, for messages. */
    String like();

    /** The JSON Schema of it. */
    Map<String, Object> schema(Definitions definitions);

    /** The mappings with keys of their own in it, for the reference. */
    default List<Keys> tables() {
        return List.of();
    }

    /** The same shape for another type. */
    default <R> Shape<R> map(Function<T, R> meaning) {
        return new MappedShape<>(this, (value, _) -> meaning.apply(value));
    }

    /** The same shape, whose values remember where they were written. */
    default Shape<Placed<T>> placed() {
        return new MappedShape<>(this, Placed::new);
    }

    /** Adds the problem of a node that does not fit. */
    static <T> Optional<T> unfit(Shape<T> shape, Node node, Place at, Problems problems) {
        problems.add(
                at,
                node.sort() + " is here, " + shape.words() + " is expected",
                "write " + shape.words() + " such as `" + shape.like() + "`");
        return Optional.empty();
    }
}
