/**
 * Where roles meet: for each role one small interface and its records. A role never depends on
 * another role; {@code app} hands each the other's object, or its client.
 */
@NullMarked
package dev.stead.api;

import org.jspecify.annotations.NullMarked;
