@NullMarked
package dev.stead.testing;

import org.jspecify.annotations.NullMarked;
