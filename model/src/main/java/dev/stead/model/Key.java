package dev.stead.model;

import java.util.List;
import java.util.Optional;

/**
 * One key of a mapping: all that reading, suggestions, the JSON Schema and the reference know of
 * it.
 *
 * @param shape what its value looks like
 * @param fallback the value when the key is absent; empty for a key that must be there
 * @param absent what its absence means, in words; empty for a key that must be there
 * @param meaning one sentence for the reference, without a full stop
 * @param example a value as it is written in YAML
 * @param feeds the record component that it becomes
 * @param alsoCalled what other programs call it, for suggestions
 */
record Key<T>(
        String name,
        Shape<T> shape,
        Optional<T> fallback,
        String absent,
        String meaning,
        String example,
        String feeds,
        List<String> alsoCalled) {
    Key {
        alsoCalled = List.copyOf(alsoCalled);
    }

    /** A key that must be there. */
    static <T> Key<T> required(String name, Shape<T> shape, String meaning, String example) {
        return new Key<>(name, shape, Optional.empty(), "", meaning, example, name, List.of());
    }

    /** A key whose absence means this value. */
    static <T> Key<T> of(
            String name,
            Shape<T> shape,
            T fallback,
            String absent,
            String meaning,
            String example) {
        return new Key<>(
                name, shape, Optional.of(fallback), absent, meaning, example, name, List.of());
    }

    /** A key whose absence is a meaning of its own. */
    static <T> Key<Optional<T>> optional(
            String name, Shape<T> shape, String absent, String meaning, String example) {
        return of(name, shape.map(Optional::of), Optional.empty(), absent, meaning, example);
    }

    Key<T> feeding(String recordComponent) {
        return new Key<>(
                name, shape, fallback, absent, meaning, example, recordComponent, alsoCalled);
    }

    Key<T> alsoCalled(String... others) {
        return new Key<>(name, shape, fallback, absent, meaning, example, feeds, List.of(others));
    }

    /** The same key where it must be there, with an example that fits. */
    Key<T> demanded(String fitting) {
        return new Key<>(name, shape, Optional.empty(), "", meaning, fitting, feeds, alsoCalled);
    }

    /** The same key with an example that fits better. */
    Key<T> withExample(String fitting) {
        return new Key<>(name, shape, fallback, absent, meaning, fitting, feeds, alsoCalled);
    }

    boolean required() {
        return fallback.isEmpty();
    }
}
