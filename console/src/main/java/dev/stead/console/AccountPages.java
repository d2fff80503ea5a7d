package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Accounts.AccountView;
import dev.stead.api.Permission;
import dev.stead.api.Role;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** All accounts; adding one. */
record AccountPages(Frames frames, Accounts accounts) {
    /**
     * What the page shows.
     *
     * @param filter a part of the names that are shown
     * @param added an account that was added just now, with its link
     */
    record Content(
            Frame frame,
            Slice<AccountView> slice,
            String filter,
            String typedName,
            String typedGroups,
            String typedRole,
            Optional<Accounts.AddedAccount> added) {
        Role[] roles() {
            return Role.values();
        }
    }

    void mount(Routes routes) {
        routes.get("/accounts", Permission.SEE_ACCOUNTS, visit -> page(visit, Optional.empty()));
        routes.post(
                "/accounts",
                Permission.CHANGE_ACCOUNTS,
                Page.form(this::add, visit -> page(visit, Optional.empty())));
    }

    private Reply add(Visit visit) {
        Accounts.NewAccount wanted =
                new Accounts.NewAccount(
                        visit.field("name"),
                        role(visit.field("role")).orElse(Role.USER),
                        words(visit.field("groups")),
                        null);
        return page(visit, Optional.of(accounts.add(visit.caller(), wanted)));
    }

    static Optional<Role> role(String word) {
        return Arrays.stream(Role.values()).filter(r -> r.word().equals(word)).findFirst();
    }

    private static List<String> words(String text) {
        return Pattern.compile("[\\s,]+").splitAsStream(text).filter(w -> !w.isEmpty()).toList();
    }

    private Reply page(Visit visit, Optional<Accounts.AddedAccount> added) {
        Frame frame = frames.of(visit, "Accounts", Section.ACCOUNTS);
        String filter = visit.query("name").strip();
        List<AccountView> found =
                accounts.accounts(visit.caller()).stream()
                        .filter(a -> a.name().contains(filter))
                        .toList();
        boolean typed = added.isEmpty();
        Content content =
                new Content(
                        frame,
                        Slice.of(found, visit.query("page")),
                        filter,
                        typed ? visit.field("name") : "",
                        typed ? visit.field("groups") : "",
                        typed ? visit.field("role") : "",
                        added);
        return Reply.page(visit, out -> JteaccountsGenerated.render(out, null, content));
    }
}
