package dev.stead.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON as maps, lists, texts, numbers and truth values, for the schema. */
final class Json {
    private Json() {}

    /** An object in the order given: name, value, name, value. */
    static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    static Map<String, Object> and(Map<String, Object> object, String name, Object value) {
        var more = new LinkedHashMap<>(object);
        more.put(name, value);
        return more;
    }

    /** The text of it, indented. */
    static String write(Object value, String indent) {
        var deeper = indent + "  ";
        return switch (value) {
            case Map<?, ?> map when map.isEmpty() -> "{}";
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e ->
                                    deeper + quote(e.getKey()) + ": " + write(e.getValue(), deeper))
                            .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case List<?> list when list.isEmpty() -> "[]";
            case List<?> list when list.stream().noneMatch(Json::compound) ->
                    list.stream()
                            .map(v -> write(v, deeper))
                            .collect(Collectors.joining(", ", "[", "]"));
            case List<?> list ->
                    list.stream()
                            .map(v -> deeper + write(v, deeper))
                            .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> quote(value);
        };
    }

    private static boolean compound(Object value) {
        return value instanceof Map || value instanceof List;
    }

    private static String quote(Object text) {
        var quoted = new StringBuilder("\"");
        text.toString()
                .chars()
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        quoted.append('\\').append((char) c);
                    } else if (c < 0x20) {
                        quoted.append("\\u%04x".formatted(c));
                    } else {
                        quoted.append((char) c);
                    }
                });
        return quoted.append('"').toString();
    }
}
