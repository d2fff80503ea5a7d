package dev.stead.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request for an operation, as its work sees it. Values that are not right are refused with
 * WRONG_USAGE, naming the parameter.
 */
interface Call {
    Caller caller();

    /** A part of the path. */
    String part(String name);

    Optional<String> text(String name);

    List<String> texts(String name);

    Optional<Integer> number(String name);

    Optional<Instant> time(String name);

    boolean truth(String name);

    <T> T body(Class<T> type);
}
