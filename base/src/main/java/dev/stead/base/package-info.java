/**
 * What every role needs and no role is about: failures with codes, files that matter, the state
 * folder, secrets, JSON, SQL, and HTTP over a Unix socket. Time, randomness and ids enter by
 * constructor; nothing here is static state.
 */
@NullMarked
package dev.stead.base;

import org.jspecify.annotations.NullMarked;
