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

/** The main class of a server that starts a program, tells its pid and waits to be killed. */
final class OrphanMaker {
    private OrphanMaker() {}

    /** Arguments: system, folder. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Driver driver = new ProcessDriver(Path.of("/proc"), folder.resolve("records"));
        Launch launch =
                new Launch(
                        arguments[0],
                        "orphan",
                        arguments[0] + "-orphan",
                        List.of("sh", "-c", "while sleep 0.01; do echo tick; done"),
                        folder,
                        new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                        folder.resolve("orphan.log"),
                        Optional.empty(),
                        Limits.NONE);
        System.out.println(driver.start(launch).pid());
        new CountDownLatch(1).await();
    }
}
