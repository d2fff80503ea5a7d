package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;

final class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String RIGHT = "00-" + TRACE + "-" + PARENT + "-01";
    private static final LongSupplier RANDOM = new SplittableRandom(3)::nextLong;

    private final HttpHeaders headers = new DefaultHttpHeaders();

    private String passed() {
        TraceContext.pass(headers, RANDOM);
        assertThat(headers.getAll("traceparent")).hasSize(1);
        String value = headers.get("traceparent");
        assertThat(TraceContext.isRight(value)).as(value).isTrue();
        return value;
    }

    @ParameterizedTest
    @CsvSource({"00, 00", "01, 01", "03, 03", "02, 02", "ff, 03", "08, 00"})
    void aTraceGoesOnWithAnotherParentAndTheFlagsThatAreKnown(String flags, String left) {
        headers.set("TraceParent", "00-" + TRACE + "-" + PARENT + "-" + flags);
        headers.add("tracestate", "rojo=1").add("tracestate", "congo=2");
        String value = passed();
        assertThat(value).startsWith("00-" + TRACE + "-").endsWith("-" + left);
        assertThat(value).doesNotContain(PARENT);
        assertThat(headers.getAll("tracestate")).containsExactly("rojo=1", "congo=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cc-" + TRACE + "-" + PARENT + "-03",
                "01-" + TRACE + "-" + PARENT + "-03-more"
            })
    void aLaterVersionIsTakenByItsBeginning(String later) {
        headers.set("traceparent", later);
        assertThat(passed()).startsWith("00-" + TRACE + "-").endsWith("-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-" + PARENT,
                "00-" + TRACE + "-" + PARENT + "-1",
                "00-" + TRACE + "-" + PARENT + "-01-",
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "00-" + TRACE + "-" + PARENT + "-0x",
                "01-" + TRACE + "-" + PARENT + "-01more",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "0g-" + TRACE + "-" + PARENT + "-01",
                "00_" + TRACE + "-" + PARENT + "-01",
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
                "00-" + TRACE + "-00F067AA0BA902B7-01",
                "00-" + TRACE + "+00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-" + PARENT + "-001",
            })
    void whatIsNotRightBeginsANewTrace(String wrong) {
        assertThat(TraceContext.isRight(wrong)).isFalse();
        headers.set("traceparent", wrong).set("tracestate", "rojo=1");
        assertThat(passed()).doesNotContain(TRACE).startsWith("00-").endsWith("-01");
        assertThat(headers.contains("tracestate")).isFalse();
    }

    @Test
    void twoAreNone() {
        headers.add("traceparent", RIGHT).add("traceparent", RIGHT).set("tracestate", "a=b");
        assertThat(passed()).doesNotContain(TRACE);
        assertThat(headers.contains("tracestate")).isFalse();
    }

    @Test
    void eachRequestWithoutOneBeginsItsOwn() {
        headers.set("tracestate", "a=b");
        String first = passed();
        assertThat(headers.contains("tracestate")).isFalse();
        headers.remove("traceparent");
        assertThat(passed().substring(3, 35)).isNotEqualTo(first.substring(3, 35));
    }

    @Test
    void noIdIsZero() {
        TraceContext.pass(headers, () -> 0);
        assertThat(TraceContext.isRight(headers.get("traceparent"))).isTrue();
    }
}
