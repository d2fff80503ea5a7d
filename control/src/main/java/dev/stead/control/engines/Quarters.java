package dev.stead.control.engines;

import dev.stead.api.Agent;
import dev.stead.api.Enclosure;
import dev.stead.api.Host;
import dev.stead.api.InstanceSpec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Gives each engine a port and a user number that nobody else has, also while several are started
 * at the same time. Thread-safe.
 */
final class Quarters {
    private final Agent agent;
    private final Host host;
    private final java.util.function.Supplier<List<Integer>> otherPorts;
    private final Set<Integer> ports = new HashSet<>();
    private final Set<Integer> users = new HashSet<>();

    /**
     * @param otherPorts ports that are, or will be again, somebody else's
     */
    Quarters(Agent agent, Host host, java.util.function.Supplier<List<Integer>> otherPorts) {
        this.agent = agent;
        this.host = host;
        this.otherPorts = otherPorts;
    }

    /** Has an instance run with a port and a user of its own; returns what was run. */
    InstanceSpec run(BiFunction<OptionalInt, OptionalInt, InstanceSpec> maker) {
        Allotted mine = allot();
        try {
            InstanceSpec spec = maker.apply(OptionalInt.of(mine.port()), mine.user());
            agent.run(spec);
            return spec;
        } finally {
            letGo(mine);
        }
    }

    private record Allotted(int port, OptionalInt user) {}

    private synchronized Allotted allot() {
        List<Integer> takenPorts = new ArrayList<>(otherPorts.get());
        takenPorts.addAll(ports);
        List<Integer> takenUsers = new ArrayList<>(users);
        agent.instances()
                .forEach(i ->
                        i.spec()
                                .enclosure()
                                .map(Enclosure::uid)
                                .ifPresent(u -> u.ifPresent(takenUsers::add)));
        Allotted allotted = new Allotted(host.freePort(takenPorts), host.freeUser(takenUsers));
        ports.add(allotted.port());
        allotted.user().ifPresent(users::add);
        return allotted;
    }

    private synchronized void letGo(Allotted allotted) {
        ports.remove(allotted.port());
        allotted.user().ifPresent(users::remove);
    }
}
