package dev.stead.control.state;

/** At which counts the tests run. */
final class Counts {
    private Counts() {}

    /** As many in the gate as fit its time, more under {@code -Pfull}. */
    static int of(int small, int full) {
        return System.getProperty("stead.counts", "small").equals("full") ? full : small;
    }
}
