package dev.stead.model;

import java.util.LinkedHashMap;

/** A tree as JSON, as an editor sees it that checks a file against the schema. */
final class NodeJson {
    private NodeJson() {}

    static String text(Node node) {
        return Json.write(value(node), "");
    }

    private static Object value(Node node) {
        return switch (node) {
            case Node.Listing listing -> listing.items().stream().map(NodeJson::value).toList();
            case Node.Mapping mapping -> {
                var object = new LinkedHashMap<String, Object>();
                mapping.entries().forEach(entry -> object.put(entry.key(), value(entry.value())));
                yield object;
            }
            case Node.Scalar(Node.Mark _, String text, boolean plain) when plain -> plain(text);
            case Node.Scalar scalar -> scalar.text();
        };
    }

    private static Object plain(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("-?[0-9]{1,9}")) {
            return Integer.valueOf(text);
        }
        return text.matches("-?[0-9]{1,9}\\.[0-9]{1,9}") ? Double.valueOf(text) : text;
    }
}
