package dev.stead.agent;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;
import dev.stead.api.InstanceStatus;
import dev.stead.model.Health;
import dev.stead.model.InstanceState;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Engines of a real machine, run as root; closing it leaves nothing. */
final class EngineRoom implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);
    static final String PYTHON = "/usr/bin/python3";

    final RealMachine machine;
    private final List<Integer> users = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private RealMachine.Server server;

    EngineRoom(Path temporary) throws IOException {
        machine = new RealMachine(temporary);
        server = machine.server();
    }

    /** Engines have users of their own only where Stead is root. */
    static void needRoot(String what) {
        if (!RealMachine.isRoot()) {
            System.out.println("LEFT OUT: " + what + ": not root");
        }
        assumeThat(RealMachine.isRoot()).isTrue();
    }

    ProcessAgent agent() {
        return server.agent();
    }

    /** The server is killed; the next one takes over when asked for. */
    void killServer() {
        server.kill();
    }

    void nextServer() {
        server = machine.server();
    }

    /** An engine of a number and a port of its own. */
    InstanceSpec engine(String id, List<String> command, Set<Integer> reaches) {
        return engine(id, command, Optional.empty(), reaches, OptionalLong.empty());
    }

    InstanceSpec engine(
            String id,
            List<String> command,
            Optional<String> home,
            Set<Integer> reaches,
            OptionalLong disk) {
        int uid = machine.host.freeUser(users).orElseThrow();
        users.add(uid);
        int port = machine.host.freePort(ports);
        ports.add(port);
        InstanceSpec plain = RealMachine.spec(id, command, Health.of(new Health.Alive()), Map.of());
        return Bench.enclosed(
                Bench.withPort(plain, port),
                new Enclosure(OptionalInt.of(uid), home, new TreeSet<>(reaches), disk));
    }

    /** Starts it and waits for a line that it writes. */
    void run(InstanceSpec spec, String line) {
        agent().run(spec);
        awaitLine(spec.id(), line);
    }

    void awaitLine(String id, String line) {
        await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> lines(id).contains(line));
    }

    List<String> lines(String id) {
        return agent().lastLines(id, 200);
    }

    InstanceStatus awaitState(String id, InstanceState state) {
        return await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> agent().instance(id).orElseThrow(), s -> s.state() == state);
    }

    static int uid(InstanceSpec spec) {
        return spec.enclosure().orElseThrow().uid().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        machine.close();
    }
}
