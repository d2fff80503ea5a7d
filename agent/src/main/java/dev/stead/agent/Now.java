package dev.stead.agent;

/**
 * The moment of a decision, and its luck.
 *
 * @param nanos on a clock that never jumps; only differences mean something
 * @param chance from 0 to 1, for jitter
 */
record Now(long nanos, double chance) {}
