/**
 * Private engines: who has one, who waits for one, which are kept warm, and when one ends. What
 * happens is decided by pure functions ({@code Seating}, {@code Lifespan}) of the rows of one
 * component and of now, within one transaction ({@code Book}); {@code Keeper} then makes the agent
 * do what the rows say. The rows bound what runs: a row is there before its instance, and until
 * nothing of that is left.
 */
@org.jspecify.annotations.NullMarked
package dev.stead.control.engines;
