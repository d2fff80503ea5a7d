package dev.stead.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the server has to know about this machine. */
final class Machine {
    private Machine() {}

    /** Whether this process is root. */
    static boolean isRoot() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    /** Whether this machine has an IPv6 address, be it only loopback. */
    static boolean hasIpv6() {
        try {
            return !Files.readString(Path.of("/proc/net/if_inet6")).isBlank();
        } catch (IOException e) {
            return false;
        }
    }
}
