package dev.stead.gateway;

import dev.stead.api.RouteTable.Engines;
import dev.stead.model.EngineHosts;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells by its name alone which engine a host, or a path of the system's domain, is of; whether
 * there is such an engine is another matter. Immutable.
 */
final class EngineNames {
    /** A system without engines. */
    static final EngineNames NONE = new EngineNames(new EngineHosts("", Set.of()));

    private static final String FOLDER = "/engines/";

    private final EngineHosts hosts;

    private EngineNames(EngineHosts hosts) {
        this.hosts = hosts;
    }

    static EngineNames of(Engines engines) {
        return new EngineNames(
                new EngineHosts(engines.domain().toLowerCase(Locale.ROOT), engines.components()));
    }

    /**
     * Something with the name of an engine.
     *
     * @param prefix of the paths that are its own, {@code /} for all of a host
     */
    record Named(String component, String id, String prefix) {}

    /** Where the engines are, as far as they have hosts of their own; empty for no engines. */
    Optional<String> domain() {
        return hosts.components().isEmpty() ? Optional.empty() : Optional.of(hosts.domain());
    }

    /**
     * The engine that a request names.
     *
     * @param host lower case
     * @param path normal, with single slashes
     */
    Optional<Named> find(String host, String path) {
        return host.equals(hosts.domain()) ? ofPath(path) : ofHost(host);
    }

    /**
     * The engine whose host has this name.
     *
     * @param host lower case
     */
    Optional<Named> ofHost(String host) {
        return hosts.idAt(host).map(id -> named(id, "/"));
    }

    /**
     * The engine that a path of the domain is of.
     *
     * @param path normal, with single slashes
     */
    Optional<Named> ofPath(String path) {
        if (hosts.components().isEmpty() || !path.startsWith(FOLDER)) {
            return Optional.empty();
        }
        int slash = path.indexOf('/', FOLDER.length());
        int end = slash < 0 ? path.length() : slash;
        return Optional.of(path.substring(FOLDER.length(), end))
                .filter(hosts::isId)
                .map(id -> named(id, path.substring(0, end)));
    }

    private static Named named(String id, String prefix) {
        return new Named(id.substring(0, id.lastIndexOf('-')), id, prefix);
    }
}
