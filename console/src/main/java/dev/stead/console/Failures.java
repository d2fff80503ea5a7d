package dev.stead.console;

import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;
import java.util.Optional;

/** Turns what went wrong into pages. */
record Failures(Frames frames) {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /**
     * What the error page shows.
     *
     * @param need which role is needed, where one is lacking
     * @param requestId under which the gateway knows the request; may be empty
     */
    record Content(
            Frame frame, String what, String mend, Optional<String> need, String requestId) {}

    /** After a page threw this. */
    Reply of(Visit visit, Permission permission, Throwable failure) {
        if (!(failure instanceof SteadException known)) {
            log(visit, failure);
            return page(
                    visit,
                    500,
                    "Something went wrong here",
                    "Stead made a mistake. The server's log has the details.",
                    Optional.empty());
        }
        return switch (known.code()) {
            case UNAUTHENTICATED -> unauthenticated(visit);
            case FORBIDDEN -> page(visit, 403, known.what(), known.mend(), Optional.of(permission));
            default ->
                    page(
                            visit,
                            known.code().httpStatus(),
                            known.what(),
                            known.mend(),
                            Optional.empty());
        };
    }

    /** When too much is going on. Called on the event loop: asks nobody. */
    Reply full() {
        return Reply.of(503, "text/plain; charset=utf-8", "Too many requests at once: try again.\n")
                .with("Retry-After", "2");
    }

    /** What is not there, not allowed or too large, by its HTTP status. */
    Reply status(Visit visit, int status) {
        return switch (status) {
            case 404 ->
                    page(
                            visit,
                            404,
                            "There is no such page",
                            "Look for a wrong letter in the address.",
                            Optional.empty());
            case 405 ->
                    page(
                            visit,
                            405,
                            "This page cannot be asked like that",
                            "Go back and use its form.",
                            Optional.empty());
            case 413 ->
                    page(
                            visit,
                            413,
                            "That is more than this page takes",
                            "Send less.",
                            Optional.empty());
            default ->
                    page(
                            visit,
                            status,
                            status < 500
                                    ? "That request makes no sense here"
                                    : "Something went wrong here",
                            "",
                            Optional.empty());
        };
    }

    /** A change that did not come from a page of Stead's own. */
    Reply otherOrigin(Visit visit) {
        return page(
                visit,
                403,
                "This did not come from a page of Stead's own",
                "Open the page here and send its form again",
                Optional.empty());
    }

    void log(Visit visit, Throwable failure) {
        if (failure instanceof SteadException known && known.code() != Code.INTERNAL) {
            return;
        }
        // The path only: a query may hold a one-time secret.
        LOG.error(
                "{} failed, request {}",
                visit.request().path(),
                visit.header("X-Request-Id"),
                failure);
    }

    private Reply unauthenticated(Visit visit) {
        if (visit.navigates()) {
            return Reply.seeOther(visit.signIn());
        }
        return page(
                visit,
                401,
                "You are not signed in, or not any more",
                "Sign in, then do it again",
                Optional.empty());
    }

    /** The role that is lacking; with the right one, something else is. */
    private static Optional<String> need(Frame frame, Permission permission) {
        if (frame.may(permission)) {
            return Optional.empty();
        }
        return Arrays.stream(Role.values())
                .filter(permission::isOf)
                .reduce((more, less) -> less)
                .map(Role::word);
    }

    private Reply page(
            Visit visit, int status, String what, String mend, Optional<Permission> wanted) {
        Frame frame = frames.either(visit, what);
        Content content =
                new Content(
                        frame,
                        what,
                        mend,
                        wanted.flatMap(it -> need(frame, it)),
                        visit.header("X-Request-Id"));
        return Reply.page(status, out -> JtefailureGenerated.render(out, null, content));
    }
}
