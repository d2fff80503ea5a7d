/** Whole systems, run by the real program with real processes, as a user would. */
@NullMarked
package dev.stead.e2e;

import org.jspecify.annotations.NullMarked;
