/**
 * How instances are run. {@link dev.stead.driver.Driver} is the interface; the process driver runs
 * them as processes of this machine that outlive the server. Every driver passes the contract suite
 * in {@code testing}.
 */
@NullMarked
package dev.stead.driver;

import org.jspecify.annotations.NullMarked;
