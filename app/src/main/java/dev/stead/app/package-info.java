/**
 * The one executable, and the only place that knows every role: {@link dev.stead.app.Server} wires
 * them, {@link dev.stead.app.Main} tells the server's own start from a command.
 */
@NullMarked
package dev.stead.app;

import org.jspecify.annotations.NullMarked;
