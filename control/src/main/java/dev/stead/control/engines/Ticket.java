package dev.stead.control.engines;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Somebody's place in the queue of a component; one for each key.
 *
 * @param asked milliseconds since 1970
 * @param turn rises with each ticket; lower ones come first
 */
record Ticket(Key key, SortedMap<String, String> parameters, long asked, long turn) {
    Ticket {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }
}
