/**
 * Watches the file systems that Stead writes to, has deleted what can be done without, and refuses
 * changes that need space where there is too little. {@link dev.stead.control.disk.DiskCare} wires
 * it: the pure {@code DiskRules} decides, {@code WatchedDisks} measures, {@code DiskGuard} acts.
 *
 * <pre>
 *              less free than:   a tenth, 5 GiB    a 20th, 1 GiB        a 100th, 128 MiB
 *  plenty ──────────────────────▶ low ───────────▶ critical ──────────▶ full
 *  reserve is filled             trims            trims more,          state is written
 *                                                 refuses changes      from the reserve
 *  back at a quarter more than each
 * </pre>
 */
@NullMarked
package dev.stead.control.disk;

import org.jspecify.annotations.NullMarked;
