package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * Keeps service workers from the paths where a sign-in arrives: one that controls a whole host sees
 * the one-time codes in them before the gateway does. A worker controls at most the folder of its
 * script, unless the reply with the script says otherwise; browsers mark the request for a script.
 */
final class ServiceWorkerRule {
    private ServiceWorkerRule() {}

    /**
     * Whether this asks for the script of a worker that would control the whole host.
     *
     * @param path with single slashes
     */
    static boolean isForAll(HttpHeaders request, String path) {
        return request.contains(HeaderNames.SERVICE_WORKER) && path.lastIndexOf('/') == 0;
    }

    /** Lets no reply widen what a worker controls. */
    static void narrow(HttpHeaders reply) {
        reply.remove(HeaderNames.SERVICE_WORKER_ALLOWED);
    }
}
