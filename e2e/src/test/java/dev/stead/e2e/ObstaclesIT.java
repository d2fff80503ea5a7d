package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What keeps a system from running is named, with its mend; nothing is lost, and the exit status is
 * 1.
 */
final class ObstaclesIT {
    private static final String SLEEPER = "work: { service: sleep 1000 }\n";

    private static void fails(TestSystem system, int status, String... said) {
        Command.Result result = system.stead("up", "--detach");
        assertThat(result.err()).as(result.all()).contains(said);
        assertThat(result.status()).as(result.all()).isEqualTo(status);
    }

    @Test
    void aTakenPort() throws Exception {
        try (TestSystem system = TestSystem.of("port");
                ServerSocket taken =
                        new ServerSocket(system.https(), 1, InetAddress.getLoopbackAddress())) {
            system.write(SLEEPER);

            fails(system, 1, Integer.toString(taken.getLocalPort()), "listen:");

            assertThat(Processes.marked(system.name())).isEmpty();
        }
    }

    @Test
    void aMissingProgram() throws Exception {
        try (TestSystem system = TestSystem.of("program")) {
            system.write("work: { service: no-such-program --now }\n");

            fails(system, 1, "no-such-program", "mend:");
        }
    }

    @Test
    void aMissingPackageWithoutLeaveToInstall() throws Exception {
        try (TestSystem system = TestSystem.of("package")) {
            system.write("work: { service: sleep 1000, packages: [stead-no-such-package] }\n");

            fails(system, 1, "stead-no-such-package", "mend:");

            assertThat(Processes.marked(system.name())).isEmpty();
        }
    }

    @Test
    void aMissingSecretAndThenItsValue() throws Exception {
        try (TestSystem system = TestSystem.of("secret")) {
            system.write(
                    "work: { service: sleep 1000, env: { K: { secret: mail-key, generate: false } }"
                            + " }\n");

            fails(system, 1, "the secret mail-key (for K) has no value", "stead secret set");

            Path value = system.folder().resolve("value");
            Files.writeString(value, "swordfish\n");
            Command.Result set =
                    Command.run(
                            system.source(),
                            system.env(),
                            java.util.List.of(
                                    "/bin/sh",
                                    "-c",
                                    "\"$0\" secret set . mail-key <\"$1\"",
                                    Project.root().resolve("stead").toString(),
                                    value.toString()));
            assertThat(set.status()).as(set.all()).isZero();
            system.up();
        }
    }

    @Test
    void aDatabaseDirectoryOfAnotherMajorVersion() throws Exception {
        try (TestSystem system = TestSystem.of("major")) {
            system.write("db: { postgres: 15 }\n");
            Path data = system.state().resolve("data/db/pg");
            Files.createDirectories(data);
            Files.setPosixFilePermissions(
                    system.state(), PosixFilePermissions.fromString("rwx--x--x"));
            Files.writeString(data.resolve("PG_VERSION"), "14\n");

            fails(system, 1, "is of PostgreSQL 14, the file asks for 15", "nothing was touched");

            assertThat(data.resolve("PG_VERSION")).hasContent("14\n");
        }
    }

    @Test
    void aWrongFile() throws Exception {
        try (TestSystem system = TestSystem.of("wrong")) {
            system.write("work: { servce: sleep 1000 }\n");

            fails(system, 2, "stead.yaml:", "servce", "service");
            assertThat(system.stead("check").status()).isEqualTo(2);
            assertThat(system.stead("check", "--json").out()).contains("\"line\"");
        }
    }

    @Test
    void wrongUsage() throws Exception {
        try (TestSystem system = TestSystem.of("usage")) {
            assertThat(system.stead("dwon").status()).isEqualTo(2);
            assertThat(system.stead("status", "nobody").status()).isEqualTo(2);
            system.write(SLEEPER);
            system.up();
            Command.Result mistyped = system.stead("down", "nobody");
            assertThat(mistyped.status()).isEqualTo(2);
            assertThat(mistyped.err()).contains("no system nobody runs here", system.name());
            assertThat(system.state("work")).isEqualTo("healthy");
            assertThat(system.stead("up", "/no/such/file").err()).contains("there is no file");
        }
    }
}
