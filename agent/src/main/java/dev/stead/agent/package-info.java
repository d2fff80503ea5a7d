/**
 * Runs instances on one machine and keeps them running, and prepares the machine for them.
 *
 * <p>{@link dev.stead.agent.ProcessAgent} is the role: one {@code Instance} for each instance on
 * record, which asks the pure {@code Supervision} what to do and does it through the driver. Its
 * invariants: what an instance shall be is on disk before it is acted on; nothing is launched
 * before all of the launch before is gone; no record that cannot be read is overwritten or guessed.
 * {@link dev.stead.agent.DebianHost} is the machine: packages, users, folders, commands of
 * components.
 */
@NullMarked
package dev.stead.agent;

import org.jspecify.annotations.NullMarked;
