package dev.stead.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of several mappings, told from the others by any of its keys being there.
 *
 * @param keys that tell
 */
record KeyedShape<T>(Keys keys, Shape<T> shape) implements Shape<T> {
    @Override
    public Optional<T> read(Node node, Place at, Problems problems) {
        return shape.read(node, at, problems);
    }

    @Override
    public boolean fits(Node node) {
        return node instanceof Node.Mapping mapping
                && mapping.entries().stream()
                        .anyMatch(entry ->
                                keys.keys().stream()
                                        .anyMatch(k ->
                                                k.name().equals(entry.key())
                                                        || k.alsoCalled().contains(entry.key())));
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
