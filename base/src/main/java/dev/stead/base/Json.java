package dev.stead.base;

import com.fasterxml.jackson.annotation.JsonInclude;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as Stead writes it: records by their component names, times as ISO 8601, absent as missing.
 * Thread-safe.
 */
public final class Json {
    private final JsonMapper mapper;

    /** Reads documents of other versions too: what is not known is left out. */
    public Json() {
        this(false);
    }

    private Json(boolean strict) {
        mapper =
                JsonMapper.builder()
                        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
                        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .changeDefaultPropertyInclusion(
                                i -> i.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                        .build();
    }

    /** Refuses properties that are not known, for what people write. */
    public static Json strict() {
        return new Json(true);
    }

    /** On one line. */
    public String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    /** On several lines, for people. */
    public String writePretty(Object value) {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    /**
     * Reads a record.
     *
     * @throws JacksonException when the text is no such thing
     */
    public <T> T read(String text, Class<T> type) {
        return mapper.readValue(text, type);
    }

    /** Reads a tree. */
    public JsonNode tree(String text) {
        return mapper.readTree(text);
    }

    /** Turns a tree into a record. */
    public <T> T convert(JsonNode node, Class<T> type) {
        return mapper.treeToValue(node, type);
    }
}
