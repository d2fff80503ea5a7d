package dev.stead.console;

import dev.stead.api.Audit;
import dev.stead.api.Permission;

/** The audit log. */
record AuditPages(Frames frames, Audit audit) {
    private static final int LENGTH = 50;

    /**
     * What the page shows.
     *
     * @param page the entries
     * @param later whether it is not the first page
     */
    record Content(Frame frame, AuditFilter filter, Audit.Page page, boolean later) {
        /** Where the following page is; empty when there is none. */
        String next() {
            String next = page.next();
            return next == null ? "" : address("/audit", "before=" + Visit.encoded(next));
        }

        String first() {
            return address("/audit", "");
        }

        String csv() {
            return address("/audit.csv", "");
        }

        String json() {
            return address("/api/v1/audit", "");
        }

        private String address(String path, String more) {
            String query = filter.asQuery();
            String both = query.isEmpty() || more.isEmpty() ? query + more : query + "&" + more;
            return both.isEmpty() ? path : path + "?" + both;
        }
    }

    void mount(Routes routes) {
        routes.get("/audit", Permission.SEE_ACCOUNTS, this::show);
    }

    private Reply show(Visit visit) {
        Frame frame = frames.of(visit, "Audit", Section.AUDIT);
        AuditFilter filter = AuditFilter.of(visit);
        String before = visit.query("before");
        Audit.Page page = audit.entries(visit.caller(), filter.query(before, LENGTH));
        Content content = new Content(frame, filter, page, !before.isEmpty());
        return Reply.page(visit, out -> JteauditGenerated.render(out, null, content));
    }
}
