package dev.stead.driver;

import java.util.OptionalInt;

/**
 * How a main process ended.
 *
 * @param status exit status, or 128 + signal; empty when it is not known
 * @param outOfMemory whether the kernel ended it for want of memory, as far as the host tells
 */
public record Exit(OptionalInt status, boolean outOfMemory) {}
