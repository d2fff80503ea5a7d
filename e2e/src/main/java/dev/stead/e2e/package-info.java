@NullMarked
package dev.stead.e2e;

import org.jspecify.annotations.NullMarked;
