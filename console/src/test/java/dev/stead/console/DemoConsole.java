package dev.stead.console;

import dev.stead.api.Engines.Phase;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import io.vertx.core.net.SocketAddress;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves the console with fakes at a port of 127.0.0.1, to look at it: {@code DemoConsole PORT}. A
 * cookie {@code __Host-Http-stead=operator} (or viewer, user) is a session; browsers keep it over
 * plain http only when they are told to send it as a header.
 */
final class DemoConsole {
    private DemoConsole() {}

    /** A notebook waits and starts before it is ready; exploring always fails. */
    private static void play(FakeEngines engines) {
        EngineSample sample = new EngineSample("");
        engines.whenOpened(
                "notebook",
                request -> {
                    Thread.ofVirtual().start(() -> story(engines, sample));
                    return sample.opening("notebook", Optional.empty(), Phase.QUEUED, "queued");
                });
        engines.whenOpened(
                "explore",
                request -> sample.opening("explore", Optional.empty(), Phase.FAILED, "failed"));
        engines.whenOpened(
                "model",
                request -> {
                    throw new SteadException(
                            Code.EXHAUSTED,
                            "ada has as many of model open as one account may: 1",
                            "stop one of these first: model-12");
                });
    }

    private static void story(FakeEngines engines, EngineSample sample) {
        for (Phase phase : List.of(Phase.STARTING, Phase.READY)) {
            LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
            engines.set(sample.opening("notebook", Optional.empty(), phase, phase.word()));
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        try (Served served = new Served(new Sample(""), "http://127.0.0.1:" + port)) {
            play(served.engines);
            int listening = served.role.listen(SocketAddress.inetSocketAddress(port, "127.0.0.1"));
            System.out.println("http://127.0.0.1:" + listening + "/sign-in");
            new CountDownLatch(1).await();
        }
    }
}
