package dev.stead.model;

/** Where engines answer. */
public enum EnginePlace {
    /** Each at a host of its own, {@code ID.DOMAIN}. */
    HOST,
    /**
     * Below {@code /engines/ID} of the domain, for domains without a wildcard. Pages of engines
     * then share an origin with everything else there, so this is for programs that are trusted.
     */
    PATH
}
