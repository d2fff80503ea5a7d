package dev.stead.app;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.math.BigDecimal;
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

    /** Names this boot of the machine. */
    static String bootId() {
        return read(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    /** Milliseconds since the machine was booted, sleep included; no clock change moves it. */
    static long uptimeMillis() {
        String seconds = read(Path.of("/proc/uptime")).split(" ", 2)[0];
        return new BigDecimal(seconds).movePointRight(3).longValue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST, file + " cannot be read: " + e.getMessage(), "mount /proc", e);
        }
    }
}
