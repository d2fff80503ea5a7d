package dev.stead.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one file describes, checked: every name is valid and unique, every need exists, no route
 * clashes.
 *
 * @param name the system's name, {@code [a-z][a-z0-9-]{0,30}}
 * @param domain the domain that routes without a host of their own answer under
 * @param listen where the gateway listens
 * @param certificate where the gateway's certificate comes from
 * @param signIn how people sign in
 * @param traffic what the gateway takes from whom
 * @param components in the order of the file; names are unique
 */
public record SystemSpec(
        String name,
        String domain,
        Listen listen,
        Certificate certificate,
        SignInRules signIn,
        TrafficRules traffic,
        List<Component> components) {
    public SystemSpec {
        components = List.copyOf(components);
    }

    /** The host of Stead's own pages: sign-in and console. */
    public String ownHost() {
        return "stead." + domain;
    }

    /**
     * Every host that answers: the domain, those of routes, that of Stead's own pages; each once.
     */
    public List<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        hosts.add(domain);
        hosts.add(ownHost());
        components.forEach(c -> c.routes().stream().map(Route::host).forEach(hosts::add));
        return List.copyOf(hosts);
    }

    /** The names of components of engines. */
    public Set<String> engines() {
        Set<String> engines = new LinkedHashSet<>();
        components.stream().filter(c -> c instanceof Engine).forEach(c -> engines.add(c.name()));
        return engines;
    }

    /** The component of this name, if there is one. */
    public Optional<Component> component(String wanted) {
        return components.stream().filter(c -> c.name().equals(wanted)).findFirst();
    }
}
