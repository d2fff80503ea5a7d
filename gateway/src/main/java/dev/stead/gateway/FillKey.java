package dev.stead.gateway;

/**
 * What is worth waiting for together: requests that have the same answer as far as is known.
 *
 * @param account who asks
 * @param credentials whether they have credentials
 * @param vary what the answer depends on, as far as is known
 */
record FillKey(CacheKey key, String account, boolean credentials, Vary vary) {
    static FillKey of(CacheRequest request, Vary vary) {
        return new FillKey(request.key(), request.account(), request.credentials(), vary);
    }

    /** Bytes that it takes in memory, about. */
    int weight() {
        return 120 + key.weight() + account.length() + vary.weight();
    }
}
