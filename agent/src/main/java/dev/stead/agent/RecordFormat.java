package dev.stead.agent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import dev.stead.model.Health;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How a record is written: JSON, <code>{"format": 2, "sha256": HEX, "record": {...}}</code>, the
 * digest over the record's own compact JSON, so that a single wrong bit is noticed and never
 * becomes another command, user or pid. A change of what a record holds needs another number of the
 * format, and the old one must stay readable: an upgrade adopts what the version before has
 * started. Format 1 knows no enclosure.
 */
final class RecordFormat {
    private static final int FORMAT = 2;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .addMixIn(Health.Probe.class, NamedProbe.class)
                    .build();

    byte[] write(InstanceRecord record) {
        JsonNode body = JSON.valueToTree(record);
        ObjectNode whole = JSON.createObjectNode();
        whole.put("format", FORMAT);
        whole.put("sha256", digest(body));
        whole.set("record", body);
        return JSON.writeValueAsString(whole).getBytes(StandardCharsets.UTF_8);
    }

    /** Fails when these are not exactly the bytes of a record that this version knows. */
    InstanceRecord read(byte[] bytes) throws BrokenRecord {
        try {
            JsonNode whole = JSON.readTree(bytes);
            int format = whole.path("format").asInt(0);
            if (format > FORMAT) {
                throw new BrokenRecord("a newer Stead wrote it (format " + format + ")");
            }
            JsonNode body = whole.path("record");
            if (format < 1 || !digest(body).equals(whole.path("sha256").asString(""))) {
                throw new BrokenRecord("it is damaged: its digest does not match");
            }
            return JSON.treeToValue(body, InstanceRecord.class);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new BrokenRecord("it is damaged: it is no record");
        }
    }

    private String digest(JsonNode body) {
        try {
            byte[] text = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Why bytes are no record. */
    static final class BrokenRecord extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenRecord(String why) {
            super(why);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "probe")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Health.Http.class, name = "http"),
        @JsonSubTypes.Type(value = Health.Tcp.class, name = "tcp"),
        @JsonSubTypes.Type(value = Health.Exchange.class, name = "exchange"),
        @JsonSubTypes.Type(value = Health.Command.class, name = "command"),
        @JsonSubTypes.Type(value = Health.Alive.class, name = "alive")
    })
    private interface NamedProbe {}
}
