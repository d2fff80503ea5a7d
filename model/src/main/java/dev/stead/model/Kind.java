package dev.stead.model;

import java.util.List;

/**
 * A kind of component: its keys, what it gives to components that need it, and how its record is
 * made.
 *
 * @param keys its first key has the kind's own name
 * @param type the record that it becomes
 * @param summary one sentence for the reference
 * @param example of the reference, in YAML, below a component's name
 * @param gives variables for components that need it; empty for a kind that cannot be needed
 * @param check finds mistakes that take more than one key to see
 * @param make makes the record of a component without mistakes
 */
record Kind(
        Keys keys,
        Class<? extends Component> type,
        String summary,
        String example,
        List<Gift> gives,
        Check check,
        Make make) {
    Kind {
        gives = List.copyOf(gives);
    }

    /**
     * A variable that a component gives to those that need it.
     *
     * @param suffix follows the component's name in capitals and {@code _}
     * @param secret whether its value must not be seen
     */
    record Gift(String suffix, boolean secret, String meaning) {}

    /** Looks at a component together with the others. */
    @FunctionalInterface
    interface Check {
        /** Adds what is wrong. */
        void check(Found found, Drafts all, Problems problems);
    }

    /** Makes a record. */
    @FunctionalInterface
    interface Make {
        /** The component; routes without a host of their own are in the domain. */
        Component make(String name, Found found, String domain);
    }

    /** The word that the file uses for it. */
    String word() {
        return keys.keys().getFirst().name();
    }
}
