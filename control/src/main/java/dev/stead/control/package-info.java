/**
 * The role that decides: it holds the desired state, plans, and applies. {@link
 * dev.stead.control.ControlRole} wires it.
 *
 * <pre>
 * apply: read the file -> check the host -> publish releases -> plan (desired - observed) -> execute wave by wave
 *        -> publish routes -> stop what is no longer named
 * </pre>
 *
 * <p>What runs is asked of the agent each time, so that an apply that was cut off is finished by
 * applying again.
 */
@NullMarked
package dev.stead.control;

import org.jspecify.annotations.NullMarked;
