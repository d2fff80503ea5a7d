package dev.stead.control;

import java.time.Duration;

/**
 * What control is told about where it runs.
 *
 * @param system the system's name
 * @param root whether this process is root, which decides the default ports
 * @param ipv6 whether this machine has IPv6
 * @param version Stead's version
 * @param pid of this process
 * @param drain how long requests under way may take before an instance that gives way is stopped
 */
public record ControlSettings(
        String system, boolean root, boolean ipv6, String version, long pid, Duration drain) {}
