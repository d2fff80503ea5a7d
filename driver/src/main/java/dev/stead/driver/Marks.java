package dev.stead.driver;

import java.util.Map;
import java.util.Optional;

/** What every process of a launch carries in its environment. */
record Marks(String system, String instance, String launch) {
    private static final String SYSTEM = "STEAD_SYSTEM";
    private static final String INSTANCE = "STEAD_INSTANCE";
    private static final String LAUNCH = "STEAD_LAUNCH";

    static Marks of(Launch launch) {
        return new Marks(launch.system(), launch.instance(), launch.launch());
    }

    Map<String, String> env() {
        return Map.of(SYSTEM, system, INSTANCE, instance, LAUNCH, launch);
    }

    /**
     * @param environ as in /proc/PID/environ: NAME=value, each ended by a zero byte
     */
    static Optional<Marks> in(String environ) {
        String whole = "\0" + environ;
        Optional<String> system = value(whole, SYSTEM);
        Optional<String> instance = value(whole, INSTANCE);
        Optional<String> launch = value(whole, LAUNCH);
        if (system.isEmpty() || instance.isEmpty() || launch.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Marks(system.get(), instance.get(), launch.get()));
    }

    private static Optional<String> value(String environ, String name) {
        String key = "\0" + name + "=";
        int at = environ.indexOf(key);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + key.length();
        int end = environ.indexOf('\0', from);
        return Optional.of(environ.substring(from, end < 0 ? environ.length() : end));
    }
}
