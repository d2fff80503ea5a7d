package dev.stead.app;

import dev.stead.agent.ProbeResult;
import dev.stead.agent.Probes;
import dev.stead.model.Health;
import dev.stead.testing.SimulatedPrograms;
import dev.stead.testing.SimulatedServer;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Asks the programs of a simulation, of which one may lie now and then. */
record SimulatedProbes(SimulatedServer server, SimulatedPrograms programs, RandomGenerator random)
        implements Probes {
    private static final int WRONG = 200;

    @Override
    public ProbeResult tcp(int port, Duration timeout) {
        return ask(port, timeout);
    }

    @Override
    public ProbeResult http(int port, String path, Duration timeout) {
        return ask(port, timeout);
    }

    @Override
    public ProbeResult exchange(int port, Health.Exchange exchange, Duration timeout) {
        return ask(port, timeout);
    }

    /** Nothing that answers is busy. */
    @Override
    public Optional<String> get(int port, String path, Duration timeout) throws IOException {
        ProbeResult result = ask(port, timeout);
        if (result.failure().isPresent()) {
            throw new IOException(result.failure().get());
        }
        return Optional.empty();
    }

    private ProbeResult ask(int port, Duration timeout) {
        boolean wrong = random.nextInt(WRONG) == 0;
        // Three in a row are rare, but they come, and then nothing is well at the end.
        if (wrong && !programs.isWellBehaved()) {
            server.spend(timeout);
            return ProbeResult.failed("no answer");
        }
        return programs.answers(port) ? ProbeResult.OK : ProbeResult.failed("refused");
    }
}
