package dev.stead.testing;

import dev.stead.driver.Driver;
import dev.stead.driver.Launch;
import dev.stead.driver.ProcessDriver;
import dev.stead.model.Limits;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** The main class of a server that starts programs, tells their pids and waits to be killed. */
final class OrphanMaker {
    private OrphanMaker() {}

    /** Arguments: system, folder, number of programs. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Driver driver = new ProcessDriver(Path.of("/proc"), folder.resolve("records"));
        int programs = Integer.parseInt(arguments[2]);
        for (int i = 0; i < programs; i++) {
            System.out.println(driver.start(launch(arguments[0], folder, i)).pid());
        }
        new CountDownLatch(1).await();
    }

    private static Launch launch(String system, Path folder, int number) {
        return new Launch(
                system,
                "orphan-" + number,
                system + "-" + number,
                List.of(
                        "sh",
                        "-c",
                        number == 0 ? "while sleep 0.05; do echo tick; done" : "exec sleep 1000"),
                folder,
                new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                folder.resolve("orphan-" + number + ".log"),
                Optional.empty(),
                Limits.NONE);
    }
}
