/**
 * Judges whether a machine is fit for a system: {@link dev.stead.control.doctor.Doctor} takes what
 * a file needs and what the machine says, and gives findings. Pure: no disk, no clock; whatever the
 * machine says, it never fails.
 */
@NullMarked
package dev.stead.control.doctor;

import org.jspecify.annotations.NullMarked;
