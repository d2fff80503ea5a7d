package dev.stead.api;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Entries of the audit log as text. Pure. */
public final class AuditText {
    /** The first line of {@link #csv}. */
    public static final String CSV_HEAD =
            "at,who,from,action,target,outcome,detail,before,after,id\r\n";

    private AuditText() {}

    /** What happened besides the outcome, in one short text. */
    public static String detail(Audit.Entry entry) {
        String change =
                entry.before().isEmpty() ? entry.after() : entry.before() + " -> " + entry.after();
        return Stream.of(entry.detail(), change)
                .filter(t -> !t.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /**
     * Lines of CSV, to follow {@link #CSV_HEAD}. A text that a spreadsheet would take for a formula
     * gets a quote before it.
     */
    public static String csv(List<Audit.Entry> entries) {
        return entries.stream().map(AuditText::line).collect(Collectors.joining());
    }

    private static String line(Audit.Entry e) {
        return Csv.line(
                e.at().toString(),
                e.who(),
                e.from(),
                e.action(),
                e.target(),
                e.outcome(),
                e.detail(),
                e.before(),
                e.after(),
                e.id());
    }
}
