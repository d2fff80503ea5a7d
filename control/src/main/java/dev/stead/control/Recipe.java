package dev.stead.control;

import dev.stead.api.InstanceSpec;
import dev.stead.base.SteadException;
import dev.stead.model.Component;
import dev.stead.model.Wanted;

import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * How a component of one kind is run. One recipe for each kind that has instances; see
 * docs/how-to/add-a-kind.md. Without state; what it knows comes from the component and the {@link
 * Surroundings}.
 *
 * @param <C> the kind's record
 */
interface Recipe<C extends Component> {
    /** Debian packages that the kind itself needs. */
    List<String> packages(C component);

    /** What keeps it from running on this host, found before anything is started. */
    List<SteadException> obstacles(C component, Surroundings around);

    /** Names of the secrets that are made for it when they do not exist. */
    List<String> secrets(C component);

    /** Whether every instance of it ever has the same port, because others know it. */
    boolean stablePort();

    /** How many instances, and how one gives way to the next. */
    int replicas(C component);

    /** How an instance gives way to a new one. */
    Wanted.Replacement replacement();

    /**
     * Variables that it gives to components that need it, by name without the component's own
     * prefix.
     */
    SortedMap<String, String> gives(C component, Surroundings around);

    /** What the agent is asked to run. */
    InstanceSpec define(C component, Surroundings around, String id, OptionalInt port);
}
