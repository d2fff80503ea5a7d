package dev.stead.agent;

import dev.stead.base.Scheduler;

import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What an agent does not decide itself.
 *
 * @param clock the time that users read
 * @param scheduler where its work runs, and the time that decisions go by
 * @param random for jitter; thread-safe
 * @param ids a new unguessable word of letters and digits for each start, never the same twice
 */
public record Surroundings(
        InstantSource clock, Scheduler scheduler, RandomGenerator random, Supplier<String> ids) {}
