/**
 * Stead's own pages: sign-in, one's applications, and what operators look at and change. Rendered
 * on the server from templates in {@code src/main/jte}, each of which takes one record of this
 * package; scripts only make pages livelier. The gateway brings requests over a Unix socket. Pages
 * decide nothing: who may do what is found out by control with every call.
 */
@NullMarked
package dev.stead.console;

import org.jspecify.annotations.NullMarked;
