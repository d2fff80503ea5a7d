package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Accounts.GroupView;
import dev.stead.api.Permission;

/** Groups: who is in, and what that opens. */
record GroupPages(Frames frames, Accounts accounts) {
    /** What the page shows. */
    record Content(Frame frame, Slice<GroupView> slice) {}

    void mount(Routes routes) {
        routes.get("/groups", Permission.SEE_ACCOUNTS, this::show);
        routes.post("/groups/join", Permission.CHANGE_ACCOUNTS, Page.form(this::join, this::show));
        routes.post(
                "/groups/leave", Permission.CHANGE_ACCOUNTS, Page.form(this::leave, this::show));
    }

    private Reply show(Visit visit) {
        Frame frame = frames.of(visit, "Groups", Section.GROUPS);
        Content content =
                new Content(frame, Slice.of(accounts.groups(visit.caller()), visit.query("page")));
        return Reply.page(visit, out -> JtegroupsGenerated.render(out, null, content));
    }

    private Reply join(Visit visit) {
        accounts.join(visit.caller(), visit.field("group").strip(), visit.field("account").strip());
        return Reply.done("/groups", Notice.JOINED);
    }

    private Reply leave(Visit visit) {
        accounts.leave(visit.caller(), visit.field("group"), visit.field("account"));
        return Reply.done("/groups", Notice.LEFT);
    }
}
