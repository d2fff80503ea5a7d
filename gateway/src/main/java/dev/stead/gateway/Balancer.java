package dev.stead.gateway;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Chooses the instance for one request: the one with the least under way, in turns among equals,
 * none that this request could not connect to.
 */
final class Balancer {
    private static final int MAX_STALE_TABLES = 8;
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.OPTIONS,
                    HttpMethod.PUT,
                    HttpMethod.DELETE);

    private final Supplier<List<Upstream>> current;
    private final HttpResponseStatus unreachable;
    private @Nullable Set<Upstream> tried;
    private boolean timedOut;
    private @Nullable Upstream last;

    /**
     * @param current asks the table in use, which may change while a request looks for its instance
     */
    Balancer(Supplier<List<Upstream>> current) {
        this(current, HttpResponseStatus.BAD_GATEWAY);
    }

    /**
     * Likewise.
     *
     * @param unreachable what to say when none could be connected to
     */
    Balancer(Supplier<List<Upstream>> current, HttpResponseStatus unreachable) {
        this.current = current;
        this.unreachable = unreachable;
    }

    /** Chooses and enters an instance; the caller must make it leave. */
    Optional<Upstream> enter(int turn) {
        for (int i = 0; i < MAX_STALE_TABLES; i++) {
            Upstream chosen = least(current.get(), turn);
            if (chosen == null) {
                return Optional.empty();
            }
            if (chosen.enter()) {
                last = chosen;
                return Optional.of(chosen);
            }
        }
        return Optional.empty();
    }

    /** The one chosen last could not be connected to. */
    void failed(boolean byTime) {
        timedOut |= byTime;
        if (last != null) {
            tried = tried == null ? new HashSet<>() : tried;
            tried.add(last);
        }
    }

    /** What to say when nothing is left to choose. */
    HttpResponseStatus failure() {
        if (tried == null) {
            return HttpResponseStatus.SERVICE_UNAVAILABLE;
        }
        return timedOut ? HttpResponseStatus.GATEWAY_TIMEOUT : unreachable;
    }

    /** Whether doing it twice is the same as doing it once (RFC 9110, 9.2.2). */
    static boolean isIdempotent(HttpMethod method) {
        return IDEMPOTENT.contains(method);
    }

    private @Nullable Upstream least(List<Upstream> upstreams, int turn) {
        Upstream best = null;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < upstreams.size(); i++) {
            Upstream upstream = upstreams.get((turn + i) % upstreams.size());
            int inFlight = upstream.inFlight();
            if (inFlight < least && (tried == null || !tried.contains(upstream))) {
                best = upstream;
                least = inFlight;
            }
        }
        return best;
    }
}
