package dev.stead.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of several shapes; what is written tells which. */
record ChoiceShape<T>(List<Shape<T>> shapes) implements Shape<T> {
    static <T> ChoiceShape<T> of(Shape<T> one, Shape<T> other) {
        return new ChoiceShape<>(List.of(one, other));
    }

    @Override
    public Optional<T> read(Node node, Place at, Problems problems) {
        for (var shape : shapes) {
            if (shape.fits(node)) {
                return shape.read(node, at, problems);
            }
        }
        return Shape.unfit(this, node, at, problems);
    }

    @Override
    public boolean fits(Node node) {
        return shapes.stream().anyMatch(shape -> shape.fits(node));
    }

    @Override
    public String words() {
        return String.join(" or ", shapes.stream().map(Shape::words).toList());
    }

    @Override
    public String like() {
        return shapes.getFirst().like();
    }

    @Override
    public Map<String, Object> schema(Definitions definitions) {
        return Map.of("anyOf", shapes.stream().map(s -> s.schema(definitions)).toList());
    }

    @Override
    public List<Keys> tables() {
        return shapes.stream().flatMap(shape -> shape.tables().stream()).distinct().toList();
    }
}
