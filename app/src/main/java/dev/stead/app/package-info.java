@NullMarked
package dev.stead.app;

import org.jspecify.annotations.NullMarked;
