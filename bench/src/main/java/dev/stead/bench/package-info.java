@NullMarked
package dev.stead.bench;

import org.jspecify.annotations.NullMarked;
