package dev.stead.gateway;

/**
 * One request of a client to a component whose answers are kept.
 *
 * @param client who gets the answer
 * @param request as the client sent it
 * @param wanted what matters of it to the cache
 * @param origin has the component asked
 */
record Visit(ClientConnection client, Request request, CacheRequest wanted, Origin origin) {}
