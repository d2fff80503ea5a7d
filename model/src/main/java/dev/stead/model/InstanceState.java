package dev.stead.model;

/**
 * The states of an instance, as every command, page and API names them.
 *
 * <pre>
 * starting --probe ok--> healthy --failures in a row--> unhealthy --probe ok--> healthy
 *    |  ^                   |                              |
 *    |  +---- back-off -----+------- process ended --------+
 *    +-- ended again and again --> crash-loop --back-off--> starting
 * started once, and ended by itself --> failed
 * any --stop--> stopped
 * </pre>
 */
public enum InstanceState {
    STARTING("starting"),
    HEALTHY("healthy"),
    UNHEALTHY("unhealthy"),
    CRASH_LOOP("crash-loop"),
    /** Of an instance that is started once: it ended by itself, and will not be started again. */
    FAILED("failed"),
    STOPPED("stopped");

    private final String word;

    InstanceState(String word) {
        this.word = word;
    }

    /** The word that users see. */
    public String word() {
        return word;
    }
}
