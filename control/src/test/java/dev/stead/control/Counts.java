package dev.stead.control;

/** At which counts the tests run: {@code small} in the gate, {@code full} with {@code -Pfull}. */
final class Counts {
    private Counts() {}

    static int of(int small, int full) {
        return "full".equals(System.getProperty("stead.counts")) ? full : small;
    }
}
