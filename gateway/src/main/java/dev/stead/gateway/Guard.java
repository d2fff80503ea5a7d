package dev.stead.gateway;

import dev.stead.gateway.Finding.Nobody;
import dev.stead.gateway.Finding.SignedIn;
import dev.stead.gateway.Finding.Unavailable;
import dev.stead.gateway.Finding.Unsure;
import dev.stead.model.Access;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets a request through to a route, with the identity of whoever asks, or refuses it. On a public
 * route everybody is let through, and whoever has signed in is known there too.
 */
final class Guard {
    private final SessionCache sessions;
    private final Refusals refusals;
    private final Limits limits;

    Guard(SessionCache sessions, Refusals refusals, Limits limits) {
        this.sessions = sessions;
        this.refusals = refusals;
        this.limits = limits;
    }

    /** The answer for a request that wants to use a route which stays as it is: for benchmarks. */
    Answer admit(
            ClientConnection client,
            Request request,
            Access access,
            Function<Identity, Answer> onward) {
        Routes none = Live.NOTHING.routes();
        var asked = new PresentAccess.Asked(request.host(), request.path().merged(), client.peer());
        return admit(
                client,
                request,
                access,
                new PresentAccess(() -> none, limits, none, access, asked),
                onward);
    }

    /**
     * The answer for a request that wants to use a route.
     *
     * @param access as it is now
     * @param present as it will be while the answer lasts
     */
    Answer admit(
            ClientConnection client,
            Request request,
            Access access,
            PresentAccess present,
            Function<Identity, Answer> onward) {
        SteadCookies cookies = SteadCookies.of(request.head().headers());
        boolean everybody = AccessRule.isPublic(access);
        boolean foreign = !cookies.session().isEmpty() && isForeign(request, access);
        if (cookies.session().isEmpty() || foreign) {
            Optional<Answer> tooMany = limits.byAddress(client, request);
            if (tooMany.isPresent()) {
                return tooMany.get();
            }
        }
        if (cookies.session().isEmpty()) {
            return everybody
                    ? unknown(client, present, onward)
                    : refusals.notSignedIn(client, request);
        }
        SessionKey key = new SessionKey(request.host(), cookies.session());
        if (foreign) {
            return everybody
                    ? unknown(client, present, onward)
                    : foreign(client, request, access, key);
        }
        return whenFound(
                client,
                request,
                key,
                finding -> {
                    return switch (finding) {
                        case SignedIn visitor when !AccessRule.admits(access, visitor) ->
                                notAdmitted(client, request, access, visitor);
                        case SignedIn visitor -> {
                            client.tally().by(visitor.account());
                            client.watch()
                                    .set(
                                            new SessionWatch(
                                                    sessions,
                                                    client.loop(),
                                                    present,
                                                    visitor,
                                                    client::close));
                            yield onward.apply(visitor.identity());
                        }
                        case Nobody() when !everybody -> refusals.notSignedIn(client, request);
                        case Unavailable() when !everybody -> unavailable(client);
                        // What everybody may see is there even when nobody can be recognised.
                        case Nobody(), Unavailable(), Unsure() -> unknown(client, present, onward);
                    };
                });
    }

    /** The answer to a request that needs to know who asks, but no route. */
    Answer recognise(
            ClientConnection client,
            Request request,
            Function<SignedIn, Answer> visitor,
            Supplier<Answer> nobody) {
        SteadCookies cookies = SteadCookies.of(request.head().headers());
        if (cookies.session().isEmpty()) {
            return limits.byAddress(client, request).orElseGet(nobody);
        }
        SessionKey key = new SessionKey(request.host(), cookies.session());
        return whenFound(
                client,
                request,
                key,
                finding -> {
                    return switch (finding) {
                        case SignedIn known -> visitor.apply(known);
                        case Unavailable() -> unavailable(client);
                        case Nobody(), Unsure() -> nobody.get();
                    };
                });
    }

    private Answer whenFound(
            ClientConnection client,
            Request request,
            SessionKey key,
            Function<Finding, Answer> next) {
        Finding finding = sessions.find(key);
        if (!(finding instanceof Unsure)) {
            return counted(client, request, finding, next);
        }
        Optional<Answer> tooMany =
                sessions.isKnown(key) ? Optional.empty() : limits.byQuestion(client);
        return tooMany.isPresent()
                ? tooMany.get()
                : new WaitingAnswer<>(
                        client, sessions.ask(key), found -> counted(client, request, found, next));
    }

    /** Counts a request for whoever it turned out to be of. */
    private Answer counted(
            ClientConnection client,
            Request request,
            Finding finding,
            Function<Finding, Answer> next) {
        Optional<Answer> tooMany =
                finding instanceof SignedIn visitor
                        ? limits.byAccount(client, request, visitor.account())
                        : limits.byAddress(client, request);
        return tooMany.isPresent() ? tooMany.get() : next.apply(finding);
    }

    private static boolean isForeign(Request request, Access access) {
        return AccessRule.isPrivate(access)
                ? OriginCheck.isForeignToEngine(request.head())
                : OriginCheck.isForeign(request.head());
    }

    private Answer foreign(
            ClientConnection client, Request request, Access access, SessionKey key) {
        String account = sessions.account(key).orElse(RefusalReport.UNKNOWN);
        boolean engine = AccessRule.isPrivate(access);
        String why =
                engine
                        ? "a page of another origin wanted something of an engine"
                        : "a page of another origin wanted a change";
        sessions.report(RefusalReport.of(client, request, account, why));
        return engine ? refusals.foreignToEngine(client) : refusals.foreign(client);
    }

    private Answer notAdmitted(
            ClientConnection client, Request request, Access access, SignedIn visitor) {
        boolean engine = AccessRule.isPrivate(access);
        String why =
                engine
                        ? "the engine is somebody else's"
                        : "the account is in none of the groups that may use this";
        sessions.report(RefusalReport.of(client, request, visitor.account(), why));
        return engine ? refusals.notOwner(client, visitor) : refusals.notMember(client, visitor);
    }

    private static Answer unavailable(ClientConnection client) {
        return new PageAnswer(client, () -> SignInPages.unavailable(client));
    }

    private static Answer unknown(
            ClientConnection client, PresentAccess present, Function<Identity, Answer> onward) {
        client.watch().set(new RouteWatch(present, client::close));
        return onward.apply(Identity.NOBODY);
    }
}
