package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.AccountView;
import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.util.Optional;
import java.util.function.BiConsumer;

/** One account, and what operators do to it. */
record AccountChanges(Frames frames, Accounts accounts) {
    /**
     * What the page shows.
     *
     * @param link made just now, shown this once
     */
    record Content(Frame frame, AccountView account, Optional<Accounts.ResetLink> link) {
        Role[] roles() {
            return Role.values();
        }

        String path(String action) {
            return AccountChanges.path(account.name()) + action;
        }
    }

    void mount(Routes routes) {
        routes.get("/accounts/:name", Permission.SEE_ACCOUNTS, this::show);
        form(routes, "/link", this::link);
        form(routes, "/remove", this::remove);
        change(routes, "disable", Notice.DISABLED, (v, name) -> disable(v, name, true));
        change(routes, "enable", Notice.ENABLED, (v, name) -> disable(v, name, false));
        change(routes, "role", Notice.ROLE_CHANGED, this::role);
        change(
                routes,
                "join",
                Notice.JOINED,
                (v, name) -> accounts.join(v.caller(), v.field("group"), name));
        change(
                routes,
                "leave",
                Notice.LEFT,
                (v, name) -> accounts.leave(v.caller(), v.field("group"), name));
        change(
                routes,
                "totp",
                Notice.FACTOR_REMOVED,
                (v, name) -> accounts.removeTotp(v.caller(), name));
        change(
                routes,
                "sessions",
                Notice.SESSIONS_ENDED,
                (v, name) -> accounts.endSessions(v.caller(), name));
    }

    private void form(Routes routes, String path, Page action) {
        routes.post(
                "/accounts/:name" + path,
                Permission.CHANGE_ACCOUNTS,
                Page.form(action, this::show));
    }

    private void change(Routes routes, String path, Notice done, BiConsumer<Visit, String> action) {
        form(
                routes,
                "/" + path,
                visit -> {
                    String name = visit.part("name");
                    action.accept(visit, name);
                    return Reply.done(path(name), done);
                });
    }

    private static String path(String name) {
        return "/accounts/" + Visit.encoded(name);
    }

    private Reply show(Visit visit) {
        return page(visit, Optional.empty());
    }

    private Reply link(Visit visit) {
        return page(visit, Optional.of(accounts.resetLink(visit.caller(), visit.part("name"))));
    }

    private void disable(Visit visit, String name, boolean disabled) {
        accounts.change(visit.caller(), name, new AccountChange(null, disabled));
    }

    private void role(Visit visit, String name) {
        Role role =
                AccountPages.role(visit.field("role"))
                        .orElseThrow(() ->
                                new SteadException(
                                        Code.WRONG_USAGE, "There is no such role", "Choose one"));
        accounts.change(visit.caller(), name, new AccountChange(role, null));
    }

    private Reply remove(Visit visit) {
        String name = visit.part("name");
        if (!visit.field("confirm").strip().equals(name)) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "What you typed is not the account's name",
                    "Type " + name + " to remove it");
        }
        accounts.remove(visit.caller(), name);
        return Reply.done("/accounts", Notice.REMOVED);
    }

    private Reply page(Visit visit, Optional<Accounts.ResetLink> link) {
        String name = visit.part("name");
        Frame frame = frames.of(visit, name, Section.ACCOUNTS);
        Content content = new Content(frame, accounts.account(visit.caller(), name), link);
        return Reply.page(visit, out -> JteaccountGenerated.render(out, null, content));
    }
}
