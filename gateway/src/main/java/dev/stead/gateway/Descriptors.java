package dev.stead.gateway;

import com.sun.management.UnixOperatingSystemMXBean;

import java.lang.management.ManagementFactory;

/** What the process's limit of open files (RLIMIT_NOFILE) leaves for visitors. */
final class Descriptors {
    private static final int LEAST_RESERVE = 256;
    private static final int MOST = 100_000;
    private static final int MOST_UNUSED = 2_048;

    private Descriptors() {}

    /**
     * Visitors' connections that a limit allows. An eighth, and 256 at least, is kept for
     * connections to instances, files of sites and everything else in the process: most connections
     * of visitors are idle, and one that is being answered by an instance needs two.
     */
    static int connections(long limit) {
        return Math.clamp(limit - reserve(limit), 16, MOST);
    }

    /**
     * Connections to instances that each of these event loops may keep while nobody uses them: all
     * of them a quarter of what visitors leave, so that they take it neither from those in use nor
     * from files.
     */
    static int unused(long limit, int loops) {
        return Math.clamp(reserve(limit) / 4 / loops, 4, MOST_UNUSED);
    }

    private static long reserve(long limit) {
        return Math.max(LEAST_RESERVE, limit / 8);
    }

    /** The limit of this process. */
    static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? os.getMaxFileDescriptorCount()
                : 1024;
    }

    /** Whether so few are left that those who are here already would lack them. */
    static boolean areShort() {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean os)) {
            return false;
        }
        try {
            long limit = os.getMaxFileDescriptorCount();
            return limit - os.getOpenFileDescriptorCount()
                    < Math.min(LEAST_RESERVE / 2, limit / 16);
        } catch (InternalError e) {
            // Counting takes a descriptor itself, and there was none.
            return true;
        }
    }
}
