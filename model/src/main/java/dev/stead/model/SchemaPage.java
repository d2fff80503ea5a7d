package dev.stead.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of system files, made from the shapes. */
final class SchemaPage {
    private SchemaPage() {}

    /** The whole schema as text. */
    static String text() {
        var definitions = new Definitions();
        var root = mapping(SystemKeys.KEYS, definitions);
        var schema =
                Json.object(
                        "$schema", "https://json-schema.org/draft/2020-12/schema",
                        "title", "A Stead system file");
        schema.putAll(root);
        schema.put("$defs", definitions.all());
        return Json.write(schema, "") + "\n";
    }

    /** The schema of a mapping with known keys. */
    static Map<String, Object> mapping(Keys keys, Definitions definitions) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var key : keys.keys()) {
            properties.put(key.name(), property(key, definitions));
            if (key.required()) {
                required.add(key.name());
            }
        }
        var schema = Json.object("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!keys.choice().isEmpty()) {
            schema.put("oneOf", alternatives(keys));
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private static List<Object> alternatives(Keys keys) {
        var each = new ArrayList<>();
        Keys.names(keys.choice()).forEach(name -> each.add(Map.of("required", List.of(name))));
        return each;
    }

    private static Map<String, Object> property(Key<?> key, Definitions definitions) {
        var property = Json.object("description", key.meaning());
        property.putAll(key.shape().schema(definitions));
        return property;
    }
}
