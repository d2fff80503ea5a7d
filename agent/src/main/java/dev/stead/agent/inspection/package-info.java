/**
 * Reads what a Debian machine says of itself, for {@code stead doctor}. {@link
 * dev.stead.agent.inspection.Inspection} is the entrance; each other class reads one thing. All of
 * it is lenient: files of proc(5) and sysfs(5) that are missing, forbidden or odd make a fact
 * unknown, and never fail. Nothing here judges.
 */
@NullMarked
package dev.stead.agent.inspection;

import org.jspecify.annotations.NullMarked;
