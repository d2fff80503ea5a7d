package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a client takes, as {@code Accept-Encoding} says (RFC 9110, 12.5.3).
 *
 * @param weights of the codings that we have, in thousandths; 0 means never
 * @param plain weight of the form without coding; 0, which makes it the last to choose, when the
 *     client does not name it
 */
record Encodings(Map<Coding, Integer> weights, int plain) {
    /** Who says nothing gets the plain form: many programs that say nothing unpack nothing. */
    static final Encodings PLAIN_ONLY = new Encodings(Map.of(), 1000);

    private static final int WHOLE = 1000;

    /** What a request says; several lines are one list (RFC 9110, 5.3). */
    static Encodings of(HttpHeaders request) {
        List<String> lines = request.getAll(HttpHeaderNames.ACCEPT_ENCODING);
        return parse(lines.size() == 1 ? lines.getFirst() : String.join(",", lines));
    }

    static Encodings parse(String header) {
        if (header.isBlank()) {
            return PLAIN_ONLY;
        }
        Map<Coding, Integer> weights = new EnumMap<>(Coding.class);
        int plain = 0;
        int others = 0;
        for (String item : header.split(",", -1)) {
            int mark = item.indexOf(';');
            String name = (mark < 0 ? item : item.substring(0, mark)).strip();
            int weight = mark < 0 ? WHOLE : weight(item.substring(mark + 1));
            switch (name.toLowerCase(Locale.ROOT)) {
                case "br" -> weights.put(Coding.BROTLI, weight);
                case "zstd" -> weights.put(Coding.ZSTD, weight);
                case "gzip", "x-gzip" -> weights.put(Coding.GZIP, weight);
                case "identity" -> plain = weight;
                case "*" -> others = weight;
                default -> {}
            }
        }
        for (Coding coding : Coding.values()) {
            weights.putIfAbsent(coding, others);
        }
        return new Encodings(weights, plain);
    }

    /** How much a coding is wanted, in thousandths; 0 when it is not, or less than none. */
    int weight(Coding coding) {
        int weight = weights.getOrDefault(coding, 0);
        return weight >= plain ? weight : 0;
    }

    boolean accepts(Coding coding) {
        return weight(coding) > 0;
    }

    /** A weight that cannot be read counts as none, so that nobody gets what was not asked for. */
    private static int weight(String parameter) {
        String text = parameter.strip();
        if (!text.matches("[qQ]\\s*=\\s*(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) {
            return 0;
        }
        return (int)
                Math.round(
                        Double.parseDouble(text.substring(text.indexOf('=') + 1).strip()) * WHOLE);
    }
}
