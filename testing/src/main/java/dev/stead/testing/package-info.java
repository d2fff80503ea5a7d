/** Fakes and contract suites that several modules test with. */
@NullMarked
package dev.stead.testing;

import org.jspecify.annotations.NullMarked;
