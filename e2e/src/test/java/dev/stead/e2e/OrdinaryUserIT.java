package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Without root: what cannot be given is named, and the rest works. */
final class OrdinaryUserIT {
    private static final String USER = "nobody";

    @Test
    void runsComponentsAndNamesWhatOnlyRootCanGive() throws Exception {
        assumeRoot();
        try (TestSystem system = TestSystem.of("user")) {
            system.program("counter.py", "app");
            system.write(
                    "web: { service: '/usr/bin/python3 counter.py ${PORT}', source: ./app, route: {"
                            + " path: /app, access: public } }\n"
                            + "db: { postgres: 15 }\n"
                            + "cache: { redis: 7 }\n");
            system.runAs(USER, install(system.folder()));

            Command.Result up = system.stead("up", "--detach");

            assertThat(up.status()).as(up.all()).isZero();
            assertThat(up.out())
                    .contains("note: ")
                    .contains("all components run as the user who started it");
            assertThat(new Client(system).get("/app/x").body()).startsWith("1 web-1");
            assertThat(Files.getOwner(system.state()).getName()).isEqualTo(USER);
            assertThat(system.stead("down", system.name()).status()).isZero();

            system.write("work: { service: sleep 1000, packages: [stead-no-such-package] }\n");
            Command.Result refused = system.stead("up", "--yes", "--detach");
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("apt-get install").contains("stead-no-such-package");
        }
    }

    private static void assumeRoot() {
        if (!Users.root()) {
            System.out.println("OrdinaryUserIT switches users, which needs root: not run");
        }
        assumeTrue(Users.root());
    }

    /** Only somebody else than root cannot read a file. */
    @Test
    void stateThatItMayNotReadIsNamedAndLeftAsItIs() throws Exception {
        assumeRoot();
        try (TestSystem system = TestSystem.of("closed")) {
            system.program("counter.py", "app");
            system.write(
                    "one: { service: sleep 1000, env: { K: { secret: key } } }\n"
                            + "two: { service: sleep 1000, source: ./app }\n");
            system.runAs(USER, install(system.folder()));
            Command.Result first = system.stead("up", "--detach");
            assertThat(first.status()).as(first.all()).isZero();
            Map<String, Long> pids = system.pids();
            for (String name :
                    List.of(
                            "state.db",
                            "run/one-1/record.json",
                            "secrets/key",
                            "launches",
                            "tls")) {
                Path file = system.state().resolve(name);
                long server = system.serverPid();
                Processes.kill9(server);
                await().until(() -> !Processes.alive(server));
                var rights = Files.getPosixFilePermissions(file);
                Files.setPosixFilePermissions(file, Set.of());

                Command.Result up = system.stead("up", "--detach");

                assertThat(up.status()).as(name + up.all()).isEqualTo(1);
                assertThat(up.err()).as(name).contains(file.toString()).contains("mend:");
                assertThat(pids.values()).as(name).allMatch(Processes::alive);
                assertThat(Files.getPosixFilePermissions(file)).as(name).isEmpty();
                Files.setPosixFilePermissions(file, rights);
                Command.Result again = system.stead("up", "--detach");
                assertThat(again.status()).as(again.all()).isZero();
                assertThat(system.pids()).as(name).isEqualTo(pids);
            }
        }
    }

    /** A copy of the program that everybody can read, as a package would install it. */
    private static Path install(Path folder) throws IOException {
        Path copy = folder.resolve("p");
        Files.createDirectories(copy.resolve("app/target"));
        Path root = Project.root();
        for (String part : List.of("stead", "tools", "app/target/dist")) {
            Command.Result copied =
                    Command.run(
                            Path.of("/"),
                            Map.of(),
                            List.of(
                                    "/bin/cp",
                                    "-rp",
                                    root.resolve(part).toString(),
                                    copy.resolve(part).toString()));
            assertThat(copied.status()).as(copied.all()).isZero();
        }
        Command.run(Path.of("/"), Map.of(), List.of("/bin/chmod", "-R", "a+rX", copy.toString()));
        return copy.resolve("stead");
    }
}
