package dev.stead.model;

import java.util.List;

/**
 * A YAML document as a tree: anchors are resolved, keys are texts, and nothing is interpreted yet.
 */
sealed interface Node {
    /** Where it starts. */
    Mark mark();

    /**
     * How many nodes there are in it, itself included; an alias counts as all that it stands for.
     */
    int size();

    /** Line and column, both from 1. */
    record Mark(int line, int column) {}

    /**
     * Text as it was written, without its quotes.
     *
     * @param plain whether it had no quotes
     */
    record Scalar(Mark mark, String text, boolean plain) implements Node {
        @Override
        public int size() {
            return 1;
        }
    }

    /** A list. */
    record Listing(Mark mark, List<Node> items, int size) implements Node {
        public Listing {
            items = List.copyOf(items);
        }
    }

    /** A mapping; keys may still be there twice. */
    record Mapping(Mark mark, List<Entry> entries, int size) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A key and its value.
     *
     * @param mark where a mistake in the value is shown: at the value, but at the key for a value
     *     that only starts on a later line
     */
    record Entry(Mark keyMark, String key, Node value, Mark mark) {}

    /** Whether nothing was written, or {@code null}. */
    default boolean isNothing() {
        return this instanceof Scalar(Mark _, String text, boolean plain)
                && plain
                && switch (text) {
                    case "", "~", "null", "Null", "NULL" -> true;
                    default -> false;
                };
    }

    /** What it is, in the words of the messages. */
    default String sort() {
        return switch (this) {
            case Listing _ -> "a list";
            case Mapping _ -> "a mapping";
            case Scalar _ when isNothing() -> "nothing";
            case Scalar(Mark _, String text, boolean plain) when plain -> sortOf(text);
            case Scalar _ -> "a text";
        };
    }

    private static String sortOf(String text) {
        if (text.equals("true") || text.equals("false")) {
            return "`" + text + "`";
        }
        return text.matches("[-+]?[0-9]{1,20}(\\.[0-9]{1,20})?") ? "a number" : "a text";
    }
}
