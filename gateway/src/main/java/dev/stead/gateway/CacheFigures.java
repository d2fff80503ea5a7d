package dev.stead.gateway;

/**
 * What the cache has done for one component since the gateway started.
 *
 * @param hits requests answered with what was kept and fresh
 * @param misses requests for which the component was asked
 * @param stale requests answered with what was kept and no longer fresh, as the component allowed
 * @param revalidated answers that the component said were still right
 * @param collapsed requests that were answered with what another one had asked for
 * @param passed requests that the cache had nothing to do with
 * @param evicted kept answers that made room for others in memory
 * @param memoryBytes that kept answers take in memory, about
 * @param diskBytes that they take on disk
 */
public record CacheFigures(
        long hits,
        long misses,
        long stale,
        long revalidated,
        long collapsed,
        long passed,
        long evicted,
        long memoryBytes,
        long diskBytes) {}
