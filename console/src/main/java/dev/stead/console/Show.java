package dev.stead.console;

import dev.stead.api.Engines.EngineView;
import dev.stead.api.SystemStatus;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Figures and times as people read them.
 *
 * @param now when the page is made
 */
record Show(Instant now) {
    /** A certificate that nothing is wrong with. */
    static final String GOOD = "good";

    private static final int LONGEST = 200;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** In UTC, to the second. */
    String moment(Instant at) {
        return MOMENT.format(at);
    }

    String day(Instant at) {
        return DAY.format(at);
    }

    /** How long ago, or in how long, in the two largest units. */
    String away(Instant at) {
        Duration ago = Duration.between(at, now);
        return ago.isNegative() ? "in " + length(ago.negated()) : length(ago) + " ago";
    }

    /** Since then. */
    String since(Instant at) {
        Duration ago = Duration.between(at, now);
        return length(ago.isNegative() ? Duration.ZERO : ago);
    }

    /** So many seconds. */
    String seconds(long seconds) {
        return length(Duration.ofSeconds(seconds));
    }

    /** What an engine is called among its user's. */
    String name(EngineView engine) {
        return engine.component() + engine.resource().map(r -> " " + r).orElse("");
    }

    /** When an engine ends, and why, as far as that can be known before. */
    String end(EngineView engine) {
        Duration left = engine.ends().map(at -> Duration.between(now, at)).orElse(Duration.ZERO);
        String when = left.isPositive() ? "in " + length(left) : "now";
        // Who is warned has been idle for most of what is left, or it is not for idleness.
        return engine.idle() >= left.toSeconds()
                ? "ends " + when + " because nobody uses it."
                : "ends " + when + " because it was open for as long as it may be.";
    }

    /** The first of the engines that end soon, for the title of a window; empty: none does. */
    String warning(List<EngineView> warned) {
        return warned.stream().findFirst().map(one -> name(one) + " " + end(one)).orElse("");
    }

    static String length(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
    }

    /** Cores, such as 0.25. */
    String cpu(double cores) {
        return String.format(Locale.ROOT, "%.2f", cores);
    }

    /** Hours, such as 0.5 or 1200. */
    String hours(double hours) {
        return String.format(Locale.ROOT, hours < 100 ? "%.1f" : "%.0f", hours);
    }

    /** Bytes in the unit that fits. */
    String memory(long bytes) {
        if (bytes < 1 << 20) {
            return (bytes >> 10) + " KiB";
        }
        return bytes < 10L << 30
                ? (bytes >> 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
    }

    /** The address of a link, when it is one that a browser opens and does not run. */
    String link(String url) {
        return url.startsWith("https://") || url.startsWith("http://") ? url : "/";
    }

    /** With a capital letter at its begin. */
    static String sentence(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** A text that may be long, cut. */
    String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** How a certificate is, in a word or two. */
    String state(SystemStatus.CertificateView certificate) {
        if (!certificate.isGood(now)) {
            return "ended";
        }
        return certificate.trouble().isPresent() ? "trouble" : GOOD;
    }

    /** How a state looks: one of the classes of the style sheet. */
    String tone(String state) {
        return switch (state) {
            case "healthy", "ready", "done", GOOD -> "good";
            case "starting", "ending", "begun", "stopping", "backing-off", "preparing", "queued" ->
                    "busy";
            case "stopped", "closed" -> "idle";
            default -> "bad";
        };
    }
}
