package dev.stead.gateway;

import dev.stead.gateway.JoiningAnswer.Try;
import dev.stead.model.Route;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers requests to components whose answers are kept, as RFC 9111 allows a shared cache: from
 * what is kept, or by having the component asked. Whoever comes here has passed the {@link Guard}.
 * Thread-safe.
 */
final class ResponseCache {
    /** Methods that change nothing (RFC 9110, 9.2.1). */
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    /** With these some programs answer as if another method or address had been asked for. */
    private static final List<String> OVERRIDES =
            List.of(
                    "X-HTTP-Method-Override",
                    "X-HTTP-Method",
                    "X-Method-Override",
                    "X-Original-URL",
                    "X-Rewrite-URL");

    private final Shelves shelves;

    ResponseCache(Shelves shelves) {
        this.shelves = shelves;
    }

    /** The answer to a request for a component. */
    Answer answer(
            ClientConnection client,
            Request request,
            Destination.Proxied wanted,
            Identity identity,
            Origin origin) {
        Optional<Shelf> shelf = shelves.of(wanted.component());
        if (shelf.isEmpty()) {
            return origin.ask(client, request, ReplyWatch.NONE);
        }
        if (!isFor(request)) {
            return pass(shelf.get(), client, request, wanted.route(), origin);
        }
        CacheRequest asked = CacheRequest.of(request, wanted.route(), identity);
        if (asked.keepsNothing()) {
            return pass(shelf.get(), client, request, wanted.route(), origin);
        }
        return choose(shelf.get(), new Visit(client, request, asked, origin), Try.FIRST);
    }

    /** Whether a request is one that kept answers are for. */
    private static boolean isFor(Request request) {
        HttpHeaders headers = request.head().headers();
        return request.isGetOrHead()
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                && !headers.contains(HttpHeaderNames.UPGRADE)
                && !headers.contains(HttpHeaderNames.EXPECT)
                && !KeptConditions.hasOthers(headers)
                && !headers.containsValue(HttpHeaderNames.ACCEPT, "text/event-stream", true)
                && OVERRIDES.stream().noneMatch(headers::contains);
    }

    /** Goes to the component as if there were no cache; what it changes is no longer kept. */
    private static Answer pass(
            Shelf shelf, ClientConnection client, Request request, Route route, Origin origin) {
        shelf.counters().passed();
        client.tally().kept("pass");
        boolean safe = SAFE.contains(request.head().method());
        CacheKey key = CacheKey.of(request, route);
        String status = CacheStatus.forwarded(request.isGetOrHead() ? "bypass" : "method");
        return origin.ask(
                client,
                request,
                reply -> {
                    CacheStatus.add(reply.headers(), status);
                    if (!safe && hasDone(reply)) {
                        shelf.invalidate(key);
                    }
                });
    }

    /** RFC 9111, 4.4: 2xx and 3xx are no errors. */
    private static boolean hasDone(HttpResponse reply) {
        HttpStatusClass kind = reply.status().codeClass();
        return kind == HttpStatusClass.SUCCESS || kind == HttpStatusClass.REDIRECTION;
    }

    /** Looks what there is. */
    Answer choose(Shelf shelf, Visit visit, Try attempt) {
        Slot slot = shelf.slot(visit.wanted().key());
        Optional<Kept> kept = slot.find(visit.wanted());
        if (kept.isEmpty() && attempt.count() < 2) {
            Optional<DiskEntry> onDisk = shelf.disk().find(visit.wanted());
            if (onDisk.isPresent()) {
                return load(shelf, visit, onDisk.get(), attempt);
            }
        }
        long now = visit.client().loop().millis();
        if (kept.isPresent()) {
            KeptHead head = kept.get().head();
            if (head.isFresh(visit.wanted(), now)) {
                shelf.counters().hit();
                visit.client().tally().kept("hit");
                return kept(visit, kept.get(), now);
            }
            if (head.mayWait(visit.wanted(), now)) {
                return stale(shelf, visit, kept.get(), now);
            }
        }
        if (visit.wanted().onlyKept()) {
            return new PageAnswer(
                    visit.client(),
                    () -> ErrorPage.of(visit.client(), HttpResponseStatus.GATEWAY_TIMEOUT));
        }
        return ask(shelf, visit, kept, slot, attempt, now);
    }

    private static Answer kept(Visit visit, Kept kept, long now) {
        return new KeptAnswer(
                visit.client(), visit.request(), kept, CacheStatus.hit(kept.head(), now), false);
    }

    /** Off the loop; then it is looked at again. */
    private Answer load(Shelf shelf, Visit visit, DiskEntry entry, Try attempt) {
        return new WaitingAnswer<>(
                visit.client(),
                shelf.disk().load(entry),
                kept -> {
                    kept.ifPresent(it -> shelf.remember(entry.key(), entry, it));
                    return choose(shelf, visit, attempt.again(attempt.vary()));
                },
                () -> ErrorPage.of(visit.client(), HttpResponseStatus.SERVICE_UNAVAILABLE));
    }

    /** At once, and once for all the component is asked whether there is something newer. */
    private static Answer stale(Shelf shelf, Visit visit, Kept kept, long now) {
        shelf.counters().stale();
        visit.client().tally().kept("stale");
        FillKey key = FillKey.of(visit.wanted(), kept.head().vary());
        Fill mine = new Fill();
        boolean first = shelf.fill(key, mine).filter(fill -> fill == mine).isPresent();
        Answer answer = kept(visit, kept, now);
        if (first) {
            new Fetch(shelf, visit, mine, Optional.of(key), Optional.of(kept), Optional.empty())
                    .start();
        }
        return answer;
    }

    private Answer ask(
            Shelf shelf, Visit visit, Optional<Kept> kept, Slot slot, Try attempt, long now) {
        CacheRequest wanted = visit.wanted();
        boolean partly = visit.request().head().headers().contains(HttpHeaderNames.RANGE);
        String reason = reason(visit, kept, slot);
        boolean passes = kept.isEmpty() && shelf.isPassing(wanted, now);
        if (visit.request().isHead() || partly || passes) {
            shelf.counters().passed();
            visit.client().tally().kept("pass");
            String status = CacheStatus.forwarded(reason);
            return visit.origin()
                    .ask(
                            visit.client(),
                            visit.request(),
                            reply -> CacheStatus.add(reply.headers(), status));
        }
        shelf.counters().missed();
        List<String> names =
                attempt.vary().isEmpty() && !slot.answers().isEmpty()
                        ? slot.answers().getFirst().head().vary().names()
                        : attempt.vary();
        FillKey key = FillKey.of(wanted, Vary.of(names, wanted.headers()));
        Fill mine = new Fill();
        boolean alone = attempt.alone() || wanted.wantsAsking() || isAlwaysAsked(kept);
        Optional<Fill> fill = alone ? Optional.empty() : shelf.fill(key, mine);
        boolean leads = fill.isEmpty() || fill.get() == mine;
        JoiningAnswer joining =
                new JoiningAnswer(visit, this, shelf, fill.orElse(mine), attempt, reason);
        return leads ? joining.leading(fill.map(_ -> key), kept) : joining;
    }

    private static boolean isAlwaysAsked(Optional<Kept> kept) {
        return kept.isPresent() && kept.get().head().terms().ask();
    }

    private static String reason(Visit visit, Optional<Kept> kept, Slot slot) {
        if (kept.isPresent()) {
            return visit.wanted().wantsAsking() ? "request" : "stale";
        }
        return slot.answers().isEmpty() ? "uri-miss" : "vary-miss";
    }
}
