@NullMarked
package dev.stead.agent;

import org.jspecify.annotations.NullMarked;
