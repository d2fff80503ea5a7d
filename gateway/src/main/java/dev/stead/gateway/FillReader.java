package dev.stead.gateway;

/** Waits for an answer that is on its way into the cache. */
@FunctionalInterface
interface FillReader {
    /** There is more of it, or it has ended. Called on any thread, for no work of its own. */
    void progressed();
}
