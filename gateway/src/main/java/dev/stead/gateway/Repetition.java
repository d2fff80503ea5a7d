package dev.stead.gateway;

import io.netty.handler.codec.http.HttpMethod;

import java.util.Set;

/**
 * Whether a request whose instance died unheard is sent again: only if that cannot do anything
 * twice. By a fresh connection when a kept one died, and once to another instance when a fresh one
 * did, which costs of the component's {@link RetryBudget}.
 */
final class Repetition {
    /** Doing it twice is the same as doing it once (RFC 9110, 9.2.2). */
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.OPTIONS,
                    HttpMethod.PUT,
                    HttpMethod.DELETE);

    /** Doing it changes nothing (RFC 9110, 9.2.1). */
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final HttpMethod method;
    private final RequestBody body;
    private final boolean offersSwitch;
    private boolean freshTried;
    private boolean anotherTried;

    Repetition(HttpMethod method, RequestBody body, boolean offersSwitch) {
        this.method = method;
        this.body = body;
        this.offersSwitch = offersSwitch;
    }

    /** Whether it has not been sent again so far. */
    boolean isFirst() {
        return !freshTried && !anotherTried;
    }

    /** Whether it is sent again by a fresh connection, which it is from now on. */
    boolean byFreshConnection() {
        boolean may = !freshTried && mayRepeat() && IDEMPOTENT.contains(method);
        freshTried |= may;
        return may;
    }

    /** Whether it is sent again to another instance, which it is from now on. */
    boolean byAnotherInstance(Balancer balancer, RetryBudget budget) {
        boolean may =
                !anotherTried
                        && mayRepeat()
                        && SAFE.contains(method)
                        && balancer.hasOthers()
                        && budget.spend();
        anotherTried |= may;
        return may;
    }

    private boolean mayRepeat() {
        return body.isEmpty() && !offersSwitch;
    }
}
