@NullMarked
package dev.stead.gateway;

import org.jspecify.annotations.NullMarked;
