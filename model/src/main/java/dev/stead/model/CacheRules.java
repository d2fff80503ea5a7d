package dev.stead.model;

/**
 * Keeping of answers that a component marks as cacheable (RFC 9111).
 *
 * @param memory bytes in memory at most
 * @param disk bytes on disk at most; 0 for none
 */
public record CacheRules(long memory, long disk) {}
