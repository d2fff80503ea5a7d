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
 * @param warnings what of isolation this host cannot give, hosts that the certificate lacks, disks
 *     that get full and what was deleted for them
 * @param certificates that the gateway shows, the one for unknown hosts first
 */
public record SystemStatus(
        String system,
        String url,
        String console,
        Server stead,
        List<ComponentStatus> components,
        List<String> warnings,
        List<CertificateView> certificates) {
    public SystemStatus {
        components = List.copyOf(components);
        warnings = List.copyOf(warnings);
        certificates = List.copyOf(certificates);
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

    /**
     * @param names DNS names and addresses that it is for
     * @param source whose it is: {@code files}, {@code local}, {@code acme}, or {@code
     *     local-until-acme} while there is none by ACME yet
     * @param issuer who issued it, as a distinguished name (RFC 4514)
     * @param until last moment at which it is good
     * @param renewal when Stead asks for the next one; missing when somebody else renews it
     * @param trouble what keeps it from being kept up to date, if anything
     */
    public record CertificateView(
            List<String> names,
            String source,
            String issuer,
            Instant until,
            Optional<Instant> renewal,
            Optional<Trouble> trouble) {
        public CertificateView {
            names = List.copyOf(names);
        }

        /** The first of its names, and how many there are besides. */
        public String title() {
            String first = names.isEmpty() ? issuer : names.getFirst();
            return names.size() < 2 ? first : first + " and " + (names.size() - 1) + " more";
        }

        /** Whether it is good at a moment. */
        public boolean isGood(Instant now) {
            return !now.isAfter(until);
        }
    }

    /**
     * @param at when it was noticed the last time
     * @param what a sentence without a full stop
     * @param mend what to do; may be empty
     */
    public record Trouble(Instant at, String what, String mend) {}
}
