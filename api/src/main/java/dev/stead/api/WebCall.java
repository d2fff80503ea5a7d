package dev.stead.api;

import dev.stead.base.Code;
import dev.stead.base.Json;
import dev.stead.base.SteadException;

import io.vertx.ext.web.RoutingContext;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A call that came over HTTP.
 *
 * @param json strict: a property that nobody knows is a mistake
 */
record WebCall(RoutingContext context, Caller caller, Json json) implements Call {
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    @Override
    public String part(String name) {
        return Optional.ofNullable(context.pathParam(name)).orElse("");
    }

    @Override
    public Optional<String> text(String name) {
        return texts(name).stream().findFirst().filter(t -> !t.isEmpty());
    }

    @Override
    public List<String> texts(String name) {
        try {
            return context.queryParam(name);
        } catch (IllegalArgumentException e) {
            throw wrong(name, "percent-encoded text");
        }
    }

    @Override
    public Optional<Integer> number(String name) {
        try {
            return text(name).map(Integer::valueOf);
        } catch (NumberFormatException e) {
            throw wrong(name, "a whole number");
        }
    }

    @Override
    public Optional<Instant> time(String name) {
        try {
            Optional<Instant> time = text(name).map(Instant::parse);
            if (time.isPresent() && !isSensible(time.get())) {
                throw wrong(name, "a time between the years 1970 and 9999");
            }
            return time;
        } catch (DateTimeParseException e) {
            throw wrong(name, "a time such as 2026-01-31T08:00:00Z");
        }
    }

    @Override
    public boolean truth(String name) {
        String text = text(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(name, "true or false");
        }
        return text.equals("true");
    }

    private static SteadException wrong(String name, String wanted) {
        return new SteadException(
                Code.WRONG_USAGE,
                "the parameter " + name + " is not right",
                "give it " + wanted + ", or leave it out");
    }

    @Override
    public <T> T body(Class<T> type) {
        String text = Optional.ofNullable(context.body().asString("UTF-8")).orElse("");
        try {
            JsonNode tree = json.tree(text.isBlank() ? "null" : text);
            if (!tree.isObject()) {
                throw new SteadException(
                        Code.WRONG_USAGE,
                        "the request holds no JSON object",
                        "send one; the OpenAPI document says which");
            }
            demand(type, tree);
            refuseHoles(tree);
            return json.convert(tree, type);
        } catch (JacksonException e) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the request is not right: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    "send what the OpenAPI document describes",
                    e);
        }
    }

    private static void demand(Class<?> type, JsonNode tree) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (isRequired(component) && absent(tree.path(component.getName()))) {
                throw new SteadException(
                        Code.WRONG_USAGE,
                        "the property " + component.getName() + " is missing",
                        "add it");
            }
        }
    }

    /** A list with nothing at one of its places is nobody's intention. */
    private static void refuseHoles(JsonNode tree) {
        tree.forEachEntry((name, value) -> {
            if (value.isArray() && value.valueStream().anyMatch(JsonNode::isNull)) {
                throw new SteadException(
                        Code.WRONG_USAGE, "the list " + name + " has a null in it", "take it out");
            }
        });
    }

    private static boolean isSensible(Instant time) {
        return !time.isBefore(Instant.EPOCH) && time.isBefore(LATEST);
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /** Whether it must be there: neither optional nor allowed to be null. */
    static boolean isRequired(RecordComponent component) {
        return !Optional.class.isAssignableFrom(component.getType())
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
