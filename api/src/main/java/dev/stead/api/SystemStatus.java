package dev.stead.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The shape of {@code stead status --json}, stable: keys are only ever added.
 *
 * @param system the system's name
 * @param url where people reach it
 * @param console where people sign in and operators look after it
 * @param stead the server
 * @param components in the order of the file
 * @param warnings what of isolation this host cannot give, and hosts that the certificate lacks
 */
public record SystemStatus(
        String system,
        String url,
        String console,
        Server stead,
        List<ComponentStatus> components,
        List<String> warnings) {
    public SystemStatus {
        components = List.copyOf(components);
        warnings = List.copyOf(warnings);
    }

    /** The server's process. */
    public record Server(long pid, String version) {}

    /**
     * @param state the worst of what users notice: {@code healthy} while as many instances are
     *     healthy as wanted, else {@code starting}, {@code unhealthy}, {@code crash-loop}, {@code
     *     stopped}
     * @param url where the gateway offers it; empty when it does not
     */
    public record ComponentStatus(
            String name,
            String kind,
            String state,
            Optional<String> url,
            Optional<String> reason,
            List<RouteView> routes,
            List<InstanceView> instances) {
        public ComponentStatus {
            routes = List.copyOf(routes);
            instances = List.copyOf(instances);
        }
    }

    /**
     * @param access {@code public}, {@code signed-in} or {@code groups a, b}
     */
    public record RouteView(String url, String access) {}

    /**
     * @param pid of the main process while it runs
     * @param memory resident bytes
     * @param cpu cores
     */
    public record InstanceView(
            String id,
            OptionalLong pid,
            String state,
            Instant since,
            int restarts,
            Optional<String> reason,
            long memory,
            double cpu) {}
}
