package dev.stead.driver;

/**
 * @param memory resident bytes of all processes
 * @param cpuNanos CPU time used by all processes so far, nanoseconds
 * @param processes how many there are
 */
public record Usage(long memory, long cpuNanos, int processes) {
    /** Of a program that does not run. */
    public static final Usage NONE = new Usage(0, 0, 0);
}
