package dev.stead.api;

import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of the operations, with the schemas of their records. */
final class OpenApiPage {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

    private final SchemaBuilder schemas = generator().buildMultipleSchemaDefinitions();

    static String text(List<Operation> operations) {
        return JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(new OpenApiPage().document(operations))
                + "\n";
    }

    private ObjectNode document(List<Operation> operations) {
        ObjectNode root = JSON.createObjectNode();
        root.put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Stead")
                .put("version", "1")
                .put(
                        "description",
                        "What the console and the commands use. Tokens come from `stead token add`"
                                + " or from the console. Failures are problem documents (RFC 9457)"
                                + " with `code` and `mend`.");
        root.putArray("servers").addObject().put("url", "/api");
        root.putArray("security").addObject().putArray("token");
        ObjectNode paths = root.putObject("paths");
        for (Operation operation : operations) {
            ObjectNode path = paths.withObjectProperty(operation.path());
            path.set(operation.method().toLowerCase(java.util.Locale.ROOT), operation(operation));
        }
        JsonNode problem = reference(ControlWire.ProblemDocument.class);
        ObjectNode components = root.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer");
        ObjectNode refused = components.putObject("responses").putObject("Problem");
        refused.put("description", "It was not done; `mend` says what to do");
        content(refused, "application/problem+json", problem);
        components.set("schemas", schemas.collectDefinitions("components/schemas"));
        return root;
    }

    private ObjectNode operation(Operation operation) {
        ObjectNode node = JSON.createObjectNode();
        node.put("operationId", operation.id());
        node.put("summary", operation.summary());
        node.put("x-stead-permission", operation.permission().name());
        parameters(operation, node);
        operation
                .body()
                .ifPresent(body -> {
                    ObjectNode request = node.putObject("requestBody");
                    request.put("required", true);
                    content(request, "application/json", reference(body));
                });
        ObjectNode responses = node.putObject("responses");
        switch (operation.reply()) {
            case Operation.Reply.Document(Class<?> type, var _) -> {
                ObjectNode ok = responses.putObject("200").put("description", "Done");
                content(ok, "application/json", reference(type));
            }
            case Operation.Reply.Text(String type, var _) -> {
                ObjectNode ok = responses.putObject("200").put("description", "Done");
                content(ok, type, JSON.createObjectNode().put("type", "string"));
            }
            case Operation.Reply.Nothing _ -> responses.putObject("204").put("description", "Done");
            case Operation.Reply.Lines _ -> {
                ObjectNode ok =
                        responses
                                .putObject("200")
                                .put(
                                        "description",
                                        "One JSON document a line, as it happens; the last one has"
                                                + " `done` or `problem`");
                content(ok, "application/x-ndjson", reference(ControlWire.Line.class));
            }
        }
        responses.putObject("default").put("$ref", "#/components/responses/Problem");
        return node;
    }

    private static void parameters(Operation operation, ObjectNode node) {
        Matcher parts = PART.matcher(operation.path());
        while (parts.find()) {
            ObjectNode parameter = node.withArrayProperty("parameters").addObject();
            parameter.put("name", parts.group(1)).put("in", "path").put("required", true);
            parameter.putObject("schema").put("type", "string");
        }
        for (Operation.Parameter query : operation.query()) {
            ObjectNode parameter = node.withArrayProperty("parameters").addObject();
            parameter.put("name", query.name()).put("in", "query");
            parameter.put("description", query.summary());
            ObjectNode schema = parameter.putObject("schema");
            switch (query.sort()) {
                case TEXT -> schema.put("type", "string");
                case NUMBER -> schema.put("type", "integer");
                case TRUTH -> schema.put("type", "boolean");
                case TIME -> schema.put("type", "string").put("format", "date-time");
                case TEXTS -> schema.put("type", "array").putObject("items").put("type", "string");
            }
        }
    }

    private static void content(ObjectNode holder, String type, JsonNode schema) {
        holder.putObject("content").putObject(type).set("schema", schema);
    }

    private JsonNode reference(Class<?> type) {
        return schemas.createSchemaReference(type);
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(
                                JSON, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                        .with(
                                Option.DEFINITIONS_FOR_ALL_OBJECTS,
                                Option.ADDITIONAL_FIXED_TYPES,
                                Option.EXTRA_OPEN_API_FORMAT_VALUES,
                                Option.FLATTENED_OPTIONALS,
                                Option.PLAIN_DEFINITION_KEYS)
                        .without(Option.SCHEMA_VERSION_INDICATOR);
        builder.forFields().withRequiredCheck(field -> required(field.getRawMember()));
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider((type, _) -> scalar(type.getErasedType()));
        return new SchemaGenerator(builder.build());
    }

    /** What Jackson writes in a way of its own. */
    private static @Nullable CustomDefinition scalar(Class<?> type) {
        ObjectNode schema = JSON.createObjectNode();
        if (type.equals(OptionalLong.class) || type.equals(OptionalInt.class)) {
            schema.put("type", "integer");
        } else if (type.isEnum()) {
            schema.put("type", "string");
            for (Object constant : type.getEnumConstants()) {
                schema.withArrayProperty("enum").add(JSON.valueToTree(constant));
            }
        } else {
            return null;
        }
        return new CustomDefinition(schema, true);
    }

    private static boolean required(java.lang.reflect.Field field) {
        Class<?> owner = field.getDeclaringClass();
        return owner.isRecord()
                && Arrays.stream(owner.getRecordComponents())
                        .filter(c -> c.getName().equals(field.getName()))
                        .anyMatch(OpenApiPage::required);
    }

    private static boolean required(RecordComponent component) {
        return WebCall.isRequired(component)
                && !component.getType().equals(OptionalLong.class)
                && !component.getType().equals(OptionalInt.class);
    }
}
