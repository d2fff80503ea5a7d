/**
 * One class per command. Every command is a client of a server's control socket; {@link
 * dev.stead.cli.Cli} is the way in. Exit statuses: 0 done, 1 failed, 2 wrong usage or a wrong file.
 */
@NullMarked
package dev.stead.cli;

import org.jspecify.annotations.NullMarked;
