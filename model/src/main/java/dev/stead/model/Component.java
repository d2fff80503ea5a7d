package dev.stead.model;

import java.util.List;

/**
 * A named part of a system, of one kind. A new kind is a record here, its keys in {@code Kinds},
 * and a recipe in control (see docs/how-to/add-a-kind.md).
 */
public sealed interface Component permits Site, Service, Engine, Php, Postgres, MariaDb, Redis {
    /** The component's name, {@code [a-z][a-z0-9-]{0,30}}, unique in its system. */
    String name();

    /** The word that the file and the command line use for this kind. */
    String kind();

    /** Names of the components that must be healthy before this one starts; no cycles. */
    default List<String> needs() {
        return List.of();
    }

    /** Where the gateway offers this component; empty for one that only others reach. */
    default List<Route> routes() {
        return List.of();
    }

    /** Debian packages that the host must have, besides those of the kind itself. */
    default List<String> packages() {
        return List.of();
    }
}
