package dev.stead.app;

import java.nio.file.Path;
import java.util.Map;

/** Where systems keep their state. Pure. */
final class StateHome {
    /** Of all systems that root runs. */
    static final Path OF_ROOT = Path.of("/var/lib/stead");

    private StateHome() {}

    /**
     * {@code STEAD_STATE_HOME} if it is set; {@code /var/lib/stead} as root; else below the XDG
     * state folder (XDG Base Directory Specification 0.8).
     */
    static Path of(Map<String, String> env, String userHome, boolean root) {
        String chosen = env.get("STEAD_STATE_HOME");
        if (chosen != null && !chosen.isEmpty()) {
            return Path.of(chosen).toAbsolutePath();
        }
        if (root) {
            return OF_ROOT;
        }
        String xdg = env.get("XDG_STATE_HOME");
        return xdg != null && xdg.startsWith("/")
                ? Path.of(xdg, "stead")
                : Path.of(userHome, ".local", "state", "stead");
    }
}
