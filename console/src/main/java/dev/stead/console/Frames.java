package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Engines;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.SignIn;
import dev.stead.base.SteadException;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes frames of pages. */
record Frames(
        Accounts accounts, SignIn signIn, Engines engines, Assets assets, InstantSource clock) {
    /**
     * Of a page that needs somebody to be signed in.
     *
     * @throws SteadException UNAUTHENTICATED when nobody is
     */
    Frame of(Visit visit, String title, Section section) {
        return frame(visit, title, section, Optional.of(accounts.me(visit.caller())));
    }

    /** Of a page that anybody may see. */
    Frame open(Visit visit, String title) {
        return frame(visit, title, Section.NONE, Optional.empty());
    }

    /** Of a page that tells of a failure: with what the visitor may see, if anything. */
    Frame either(Visit visit, String title) {
        try {
            return of(visit, title, Section.NONE);
        } catch (RuntimeException e) {
            return open(visit, title);
        }
    }

    private List<EngineView> warned(Visit visit, Accounts.Me me) {
        return engines.list(visit.caller(), false).stream()
                .filter(one -> one.warned() && one.user().equals(Optional.of(me.name())))
                .toList();
    }

    private Frame frame(Visit visit, String title, Section section, Optional<Accounts.Me> me) {
        return new Frame(
                title,
                section,
                signIn.place().system(),
                me,
                assets,
                new Show(clock.instant()),
                visit.trouble(),
                Notice.of(visit.query("done")),
                me.map(it -> warned(visit, it)).orElse(List.of()),
                false);
    }
}
