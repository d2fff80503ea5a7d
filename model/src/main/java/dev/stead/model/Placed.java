package dev.stead.model;

/** A value that remembers where it was written, for the checks that look at several values. */
record Placed<T>(T value, Place at) {}
