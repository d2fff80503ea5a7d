@NullMarked
package dev.stead.cli;

import org.jspecify.annotations.NullMarked;
