package dev.stead.model;

import java.util.Optional;
import java.util.Set;

/**
 * Tells hosts of engines, {@code COMPONENT-NUMBER.DOMAIN}, from others, whether there is such an
 * engine or not. Pure.
 *
 * @param domain the system's, lower case
 * @param components of the kind engine
 */
public record EngineHosts(String domain, Set<String> components) {
    private static final int MOST_DIGITS = 9;

    public EngineHosts {
        components = Set.copyOf(components);
    }

    /**
     * The engine whose host this is, or was, or will be.
     *
     * @param host lower case
     */
    public Optional<String> idAt(String host) {
        int dot = host.length() - domain.length() - 1;
        return !components.isEmpty()
                        && dot > 0
                        && host.charAt(dot) == '.'
                        && host.endsWith(domain)
                        && isId(host.substring(0, dot))
                ? Optional.of(host.substring(0, dot))
                : Optional.empty();
    }

    /** Whether an engine could have this id: its component, and a number as instances have them. */
    public boolean isId(String id) {
        int dash = id.lastIndexOf('-');
        int digits = id.length() - dash - 1;
        return dash > 0
                && digits > 0
                && digits <= MOST_DIGITS
                && id.charAt(dash + 1) != '0'
                && id.chars().skip(dash + 1L).allMatch(c -> c >= '0' && c <= '9')
                && components.contains(id.substring(0, dash));
    }
}
