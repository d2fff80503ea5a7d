/**
 * The system file as records, its checking, and the plan. Pure: nothing here touches a disk, a
 * socket or a clock.
 *
 * <p>Text becomes a {@link dev.stead.model.SystemSpec} through {@link
 * dev.stead.model.SystemFile#read}, or every mistake in it as {@link dev.stead.model.Problem}s. A
 * {@link dev.stead.model.Plan} is a pure function of what is wanted and what runs.
 */
@NullMarked
package dev.stead.model;

import org.jspecify.annotations.NullMarked;
