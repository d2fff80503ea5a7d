package dev.stead.control.engines;

/**
 * What is open at most once.
 *
 * @param account name; empty for a warm engine
 * @param resource empty for an engine per user
 */
record Key(String component, String account, String resource) {
    /** Of a warm engine. */
    static Key warm(String component) {
        return new Key(component, "", "");
    }
}
