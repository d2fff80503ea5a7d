package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Writes a line of the access log; docs/operations.md lists its fields. Cookies, {@code
 * Authorization} and other headers never come into it. Used by one thread.
 */
final class AccessLine {
    private static final int LONGEST_TARGET = 2048;
    private static final int LONGEST_TEXT = 256;

    private final InstantSource clock;
    private final LineBuffer line = new LineBuffer();
    private byte[] second = new byte[0];
    private long secondOf = Long.MIN_VALUE;

    AccessLine(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The line for a request that ends now; good until the next one.
     *
     * @param address the visitor's
     */
    LineBuffer of(Tally tally, String id, String address, long now, HiddenNames hidden) {
        line.clear();
        time();
        text(Field.ID, id);
        text(Field.ADDRESS, address);
        text(Field.ACCOUNT, tally.account());
        text(Field.METHOD, tally.method());
        text(Field.HOST, tally.host());
        line.raw(Field.PATH.bytes);
        hidden.target(tally.target(), LONGEST_TARGET, line);
        line.raw('"');
        text(Field.PROTOCOL, tally.protocol());
        line.raw(Field.STATUS.bytes).number(tally.status());
        line.raw(Field.IN.bytes).number(tally.in());
        line.raw(Field.OUT.bytes).number(tally.out());
        line.raw(Field.MS.bytes).millis(now - tally.began());
        reached(tally);
        text(Field.KEPT, tally.kept());
        text(Field.REFUSAL, tally.refusal());
        text(Field.UPGRADE, tally.upgrade());
        text(Field.CUT, tally.cut());
        told(tally, hidden);
        return line.raw('}').raw('\n');
    }

    private void reached(Tally tally) {
        text(Field.COMPONENT, tally.component());
        text(Field.INSTANCE, tally.instance());
        if (tally.tries() > 0) {
            line.raw(Field.TRIES.bytes).number(tally.tries());
        }
        if (tally.answerNanos() > 0) {
            line.raw(Field.ANSWER.bytes).millis(tally.answerNanos());
        }
    }

    private void told(Tally tally, HiddenNames hidden) {
        String agent = tally.header(HttpHeaderNames.USER_AGENT);
        if (!agent.isEmpty()) {
            line.raw(Field.AGENT.bytes);
            hidden.text(agent, LONGEST_TEXT, line);
            line.raw('"');
        }
        String referer = tally.header(HttpHeaderNames.REFERER);
        if (!referer.isEmpty()) {
            line.raw(Field.REFERER.bytes);
            hidden.address(referer, LONGEST_TEXT, line);
            line.raw('"');
        }
    }

    private void text(Field field, String value) {
        if (!value.isEmpty()) {
            line.raw(field.bytes).text(value, LONGEST_TEXT).raw('"');
        }
    }

    private void time() {
        long millis = clock.millis();
        long seconds = Math.floorDiv(millis, 1000);
        if (seconds != secondOf) {
            secondOf = seconds;
            String text = Instant.ofEpochSecond(seconds).toString();
            second =
                    ("{\"time\":\"" + text.substring(0, text.length() - 1) + ".")
                            .getBytes(StandardCharsets.US_ASCII);
        }
        line.raw(second).threeDigits((int) Math.floorMod(millis, 1000L)).raw('Z').raw('"');
    }

    /** The fields after the first, with what stands before their values. */
    private enum Field {
        ID("id", true),
        ADDRESS("address", true),
        ACCOUNT("account", true),
        METHOD("method", true),
        HOST("host", true),
        PATH("path", true),
        PROTOCOL("protocol", true),
        STATUS("status", false),
        IN("in", false),
        OUT("out", false),
        MS("ms", false),
        COMPONENT("component", true),
        INSTANCE("instance", true),
        TRIES("tries", false),
        ANSWER("answerMs", false),
        KEPT("kept", true),
        REFUSAL("refusal", true),
        UPGRADE("upgrade", true),
        CUT("cut", true),
        AGENT("agent", true),
        REFERER("referer", true);

        @SuppressWarnings("ImmutableEnumChecker") // never written to
        private final byte[] bytes;

        Field(String name, boolean text) {
            bytes = (",\"" + name + "\":" + (text ? "\"" : "")).getBytes(StandardCharsets.US_ASCII);
        }
    }
}
