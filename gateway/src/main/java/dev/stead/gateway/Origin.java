package dev.stead.gateway;

/** Has the instances of a component asked, by the routes in use then. */
@FunctionalInterface
interface Origin {
    /** An answer that asks them; it rewrites the request's head in place. */
    Answer ask(Asker asker, Request request, ReplyWatch watch);
}
