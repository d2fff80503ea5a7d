package dev.stead.console;

import dev.stead.api.Audit;
import dev.stead.api.AuditText;
import dev.stead.api.Permission;
import dev.stead.base.StreamedAnswer;

/** The audit log as a file for a spreadsheet: CSV after RFC 4180, the latest entries first. */
record AuditExport(Audit audit) {
    private static final int AT_ONCE = 1000;
    private static final int MOST_PAGES = 1000;

    void mount(Routes routes) {
        routes.getStream("/audit.csv", Permission.SEE_ACCOUNTS, this::export);
    }

    private void export(Visit visit, StreamedAnswer out) {
        AuditFilter filter = AuditFilter.of(visit);
        String before = visit.query("before");
        for (int page = 0; page < MOST_PAGES && !out.gone(); page++) {
            Audit.Page entries = audit.entries(visit.caller(), filter.query(before, AT_ONCE));
            if (!out.begun()) {
                begin(visit, out);
            }
            out.write(AuditText.csv(entries.entries()));
            String next = entries.next();
            if (next == null) {
                return;
            }
            before = next;
        }
    }

    private static void begin(Visit visit, StreamedAnswer out) {
        visit.context()
                .response()
                .putHeader("Content-Disposition", "attachment; filename=\"audit.csv\"");
        out.begin("text/csv; charset=utf-8; header=present");
        out.write(AuditText.CSV_HEAD);
    }
}
