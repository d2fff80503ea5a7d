package dev.stead.api;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who used engines, as text. Pure. */
public final class UsageText {
    /** The first line of {@link #csv}. */
    public static final String CSV_HEAD =
            "began,ended,account,component,resource,id,why,cpuSeconds,mostMemory\r\n";

    private UsageText() {}

    /**
     * Lines of CSV, to follow {@link #CSV_HEAD}; what is not known yet is empty. A text that a
     * spreadsheet would take for a formula gets a quote before it.
     */
    public static String csv(List<Engines.Use> uses) {
        return uses.stream().map(UsageText::line).collect(Collectors.joining());
    }

    private static String line(Engines.Use use) {
        return Csv.line(
                use.began().toString(),
                use.ended().map(Object::toString).orElse(""),
                use.account(),
                use.component(),
                use.resource().orElse(""),
                use.id(),
                use.why().orElse(""),
                String.format(Locale.ROOT, "%.1f", use.cpuSeconds()),
                Long.toString(use.mostMemory()));
    }
}
