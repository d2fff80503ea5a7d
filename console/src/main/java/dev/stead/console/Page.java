package dev.stead.console;

import dev.stead.base.SteadException;

/**
 * Answers a request; may block. What it throws is answered with a page that tells of it: a {@link
 * SteadException} with its own words, UNAUTHENTICATED by the way to the sign-in.
 */
interface Page {
    Reply of(Visit visit);

    /**
     * Does what a form asked for; when that cannot be done because of what was filled in, the page
     * with the form is shown again with what is wrong.
     */
    static Page form(Page action, Page form) {
        return visit -> {
            try {
                return action.of(visit);
            } catch (SteadException e) {
                return switch (e.code()) {
                    case WRONG_USAGE, WRONG_FILE, CONFLICT, SLOW_DOWN, EXHAUSTED, HOST ->
                            form.of(visit.after(e));
                    default -> throw e;
                };
            }
        };
    }
}
