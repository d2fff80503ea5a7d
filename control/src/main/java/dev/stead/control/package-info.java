@NullMarked
package dev.stead.control;

import org.jspecify.annotations.NullMarked;
