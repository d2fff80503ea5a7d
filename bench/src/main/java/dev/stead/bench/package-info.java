/**
 * Benchmarks, run by the scripts beside this module, never by the build. Every figure is a ratio
 * against a known program in the same run, in turns, because absolute figures mean little
 * elsewhere.
 */
@NullMarked
package dev.stead.bench;

import org.jspecify.annotations.NullMarked;
