package dev.stead.gateway;

import dev.stead.api.RouteTable.Engines;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells by its name alone which engine a host, or a path of the system's domain, is of; whether
 * there is such an engine is another matter. Immutable.
 */
final class EngineNames {
    /** A system without engines. */
    static final EngineNames NONE = new EngineNames("", Set.of());

    private static final String FOLDER = "/engines/";
    private static final int MOST_DIGITS = 9;

    private final String domain;
    private final String below;
    private final Set<String> components;

    private EngineNames(String domain, Set<String> components) {
        this.domain = domain;
        this.below = "." + domain;
        this.components = components;
    }

    static EngineNames of(Engines engines) {
        return new EngineNames(engines.domain().toLowerCase(Locale.ROOT), engines.components());
    }

    /**
     * Something with the name of an engine.
     *
     * @param prefix of the paths that are its own, {@code /} for all of a host
     */
    record Named(String component, String id, String prefix) {}

    /** Where the engines are, as far as they have hosts of their own; empty for no engines. */
    Optional<String> domain() {
        return components.isEmpty() ? Optional.empty() : Optional.of(domain);
    }

    /**
     * The engine that a request names.
     *
     * @param host lower case
     * @param path normal, with single slashes
     */
    Optional<Named> find(String host, String path) {
        return host.equals(domain) ? ofPath(path) : ofHost(host);
    }

    /**
     * The engine whose host has this name.
     *
     * @param host lower case
     */
    Optional<Named> ofHost(String host) {
        return !components.isEmpty() && host.endsWith(below)
                ? named(host.substring(0, host.length() - below.length()), "/")
                : Optional.empty();
    }

    /**
     * The engine that a path of the domain is of.
     *
     * @param path normal, with single slashes
     */
    Optional<Named> ofPath(String path) {
        if (components.isEmpty() || !path.startsWith(FOLDER)) {
            return Optional.empty();
        }
        int slash = path.indexOf('/', FOLDER.length());
        int end = slash < 0 ? path.length() : slash;
        return named(path.substring(FOLDER.length(), end), path.substring(0, end));
    }

    private Optional<Named> named(String id, String prefix) {
        int dash = id.lastIndexOf('-');
        return dash > 0 && isNumber(id, dash + 1) && components.contains(id.substring(0, dash))
                ? Optional.of(new Named(id.substring(0, dash), id, prefix))
                : Optional.empty();
    }

    /** As instances are numbered: from 1, without zeros before. */
    private static boolean isNumber(String id, int from) {
        int digits = id.length() - from;
        return digits > 0
                && digits <= MOST_DIGITS
                && id.charAt(from) != '0'
                && id.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }
}
