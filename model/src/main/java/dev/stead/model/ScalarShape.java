package dev.stead.model;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One text, number or truth value. Whether it has quotes makes no difference: {@code 443} and
 * {@code "443"} are the same port, and {@code true} as a command is the program of that name.
 */
record ScalarShape<T>(
        String words, String like, Map<String, Object> json, Function<String, Parsed<T>> parser)
        implements Shape<T> {
    @Override
    public Optional<T> read(Node node, Place at, Problems problems) {
        if (!(node instanceof Node.Scalar scalar) || node.isNothing()) {
            return Shape.unfit(this, node, at, problems);
        }
        if (scalar.text().codePoints().anyMatch(ScalarShape::unfit)) {
            problems.add(
                    at,
                    "there is a character in the text that no program can be given",
                    "take out `\\0`, `\\ud800` and the like");
            return Optional.empty();
        }
        return switch (parser.apply(scalar.text())) {
            case Parsed.Good<T>(T value) -> Optional.of(value);
            case Parsed.Bad<T>(String what, String mend) -> {
                problems.add(at, what, mend);
                yield Optional.empty();
            }
        };
    }

    /** NUL, and half of a character. */
    private static boolean unfit(int point) {
        return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    @Override
    public boolean fits(Node node) {
        return node instanceof Node.Scalar && !node.isNothing();
    }

    @Override
    public Map<String, Object> schema(Definitions definitions) {
        return json;
    }
}
