package dev.stead.model;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells hosts of engines, {@code COMPONENT-NUMBER.DOMAIN}, from others. Pure.
 *
 * @param domain the system's, lower case
 * @param components of the kind engine
 */
public record EngineHosts(String domain, Set<String> components) {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    public EngineHosts {
        components = Set.copyOf(components);
    }

    /** The engine whose host this is, or was, or will be. */
    public Optional<String> idAt(String host) {
        int dot = host.length() - domain.length() - 1;
        return dot > 0 && host.charAt(dot) == '.' && host.endsWith(domain)
                ? Optional.of(host.substring(0, dot)).filter(this::isId)
                : Optional.empty();
    }

    /** Whether an engine could have this id. */
    public boolean isId(String id) {
        int dash = id.lastIndexOf('-');
        return dash > 0
                && components.contains(id.substring(0, dash))
                && NUMBER.matcher(id.substring(dash + 1)).matches();
    }
}
