package dev.stead.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A shape whose values mean something else. */
record MappedShape<S, T>(Shape<S> shape, BiFunction<S, Place, T> meaning) implements Shape<T> {
    @Override
    public Optional<T> read(Node node, Place at, Problems problems) {
        return shape.read(node, at, problems).map(value -> meaning.apply(value, at));
    }

    @Override
    public boolean fits(Node node) {
        return shape.fits(node);
    }

    @Override
    public String words() {
        return shape.words();
    }

    @Override
    public String like() {
        return shape.like();
    }

    @Override
    public Map<String, Object> schema(Definitions definitions) {
        return shape.schema(definitions);
    }

    @Override
    public List<Keys> tables() {
        return shape.tables();
    }
}
