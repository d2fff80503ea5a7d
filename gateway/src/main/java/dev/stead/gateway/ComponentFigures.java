package dev.stead.gateway;

import java.util.List;

/**
 * What metrics tell about one component; the counters begin with the first table that names it.
 *
 * @param component name; {@code stead:own} stands for Stead's own pages
 * @param queued requests that wait for room
 * @param retries requests that were sent again to another instance
 * @param connects connections to instances that were made
 * @param connectFailures connections that could not be made
 * @param instances those of the table in use, and former ones with something under way
 */
public record ComponentFigures(
        String component,
        int queued,
        long retries,
        long connects,
        long connectFailures,
        List<Instance> instances) {
    public ComponentFigures {
        instances = List.copyOf(instances);
    }

    /** What metrics call it: Stead's own pages have the name that they have in the log too. */
    String label() {
        return component.equals(Upstreams.OWN) ? "stead" : component;
    }

    /** Instances of the table in use whose circuit is so. */
    long serving(Circuit circuit) {
        return instances.stream().filter(it -> !it.retired() && it.circuit() == circuit).count();
    }

    /** Requests and upgraded connections under way. */
    public int inFlight() {
        return instances.stream().mapToInt(Instance::inFlight).sum();
    }

    /** What passive health thinks of an instance. */
    public enum Circuit {
        /** It gets requests. */
        CLOSED,
        /** It gets none for a while. */
        OPEN,
        /** One request tries whether it answers again. */
        HALF_OPEN;

        /** What metrics call it. */
        String word() {
            return switch (this) {
                case CLOSED -> "closed";
                case OPEN -> "open";
                case HALF_OPEN -> "half-open";
            };
        }
    }

    /**
     * One instance.
     *
     * @param inFlight requests and upgraded connections under way
     * @param retired whether the table in use does not name it any more
     */
    public record Instance(String instance, int inFlight, Circuit circuit, boolean retired) {}
}
