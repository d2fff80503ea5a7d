package dev.stead.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A mapping that becomes a value when every key of it is right. */
record MadeShape<T>(Keys keys, BiFunction<Found, Problems, Optional<T>> make) implements Shape<T> {
    @Override
    public Optional<T> read(Node node, Place at, Problems problems) {
        return keys.read(node, at, problems)
                .filter(Found::complete)
                .flatMap(found -> make.apply(found, problems));
    }

    @Override
    public boolean fits(Node node) {
        return keys.fits(node);
    }

    @Override
    public String words() {
        return keys.words();
    }

    @Override
    public String like() {
        return keys.like();
    }

    @Override
    public Map<String, Object> schema(Definitions definitions) {
        return keys.schema(definitions);
    }

    @Override
    public List<Keys> tables() {
        return keys.tables();
    }
}
