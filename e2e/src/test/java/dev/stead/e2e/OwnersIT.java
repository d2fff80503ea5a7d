package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** State that others could have changed or read is refused, and nobody else is listened to. */
final class OwnersIT {
    private static final String FILE =
            "work: { service: sleep 1000, env: { K: { secret: key } } }\n"
                    + "page: { site: ./page, route: { path: /, access: public } }\n";
    private static final String ASK =
            """
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.settimeout(20)
            try:
                s.connect(sys.argv[1])
                s.sendall(b"GET /v1/status HTTP/1.1\\r\\nHost: stead\\r\\nStead-By: x\\r\\n\\r\\n")
                print("answer", len(s.recv(100)))
            except PermissionError:
                print("denied")
            except (ConnectionResetError, BrokenPipeError):
                print("answer 0")
            """;

    private static TestSystem running() throws Exception {
        boolean root = Users.root();
        if (!root) {
            System.out.println("OwnersIT gives files to other users, which needs root: not run");
        }
        assumeTrue(root);
        TestSystem system = TestSystem.of("owners");
        Files.createDirectories(system.source().resolve("page"));
        Files.writeString(system.source().resolve("page/index.html"), "a page");
        system.write(FILE);
        system.up();
        return system;
    }

    private static String run(String... words) {
        Command.Result result = Command.run(Path.of("/"), Map.of(), List.of(words));
        assertThat(result.status()).as(result.all()).isZero();
        return result.out();
    }

    private static String rights(Path path) throws Exception {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                + " "
                + PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void wrongRightsAreRefusedWithTheCommandThatMendsThem() throws Exception {
        try (TestSystem system = running()) {
            Map<String, Long> pids = system.pids();
            Processes.killServers(system.name());
            Path state = system.state();
            refused(system, state, "chmod 777", "chmod 711 ");
            refused(system, state, "chown nobody", "chown 0 ");
            refused(system, state.resolve("state.db"), "chmod 644", "chmod 600 ");
            refused(system, state.resolve("state.db"), "chown nobody", "chown 0 ");
            refused(system, state.resolve("secrets"), "chmod 755", "chmod 700 ");
            refused(system, state.resolve("secrets/key"), "chmod 640", "chmod 600 ");
            refused(system, state.resolve("secrets/key"), "chown nobody", "chown 0 ");
            refused(system, state.resolve("tls/ca-key.pem"), "chmod 604", "chmod 600 ");
            refused(system, state.resolve("tls/cert.pem"), "chmod 646", "chmod 644 ");
            refused(system, state.resolve("run/work-1/record.json"), "chmod 620", "chmod 600 ");
            assertThat(pids.values()).allMatch(Processes::alive);
            system.up();
            assertThat(system.pids()).isEqualTo(pids);
        }
    }

    /** Changes a file's rights, demands that {@code up} refuses, and does what it says. */
    private static void refused(TestSystem system, Path path, String change, String mend)
            throws Exception {
        run("/bin/sh", "-c", change + " " + path);
        String changed = rights(path);

        Command.Result up = system.stead("up", "--detach");

        String how = change + " " + path + ": " + up.all();
        assertThat(up.status()).as(how).isEqualTo(1);
        assertThat(up.err()).as(how).contains("then: " + mend + path);
        assertThat(rights(path)).as(how).isEqualTo(changed);
        run("/bin/sh", "-c", mend + path);
    }

    @Test
    void aSecretThatOthersCanReadIsRefusedWhileTheServerRuns() throws Exception {
        try (TestSystem system = running()) {
            refused(system, system.state().resolve("secrets/key"), "chmod 644", "chmod 600 ");
            system.up();
        }
    }

    @Test
    void onlyTheOwnerAndRootAreListenedTo() throws Exception {
        try (TestSystem system = running()) {
            for (String name : List.of("control.sock", "console.sock")) {
                Path socket = system.state().resolve(name);
                assertThat(rights(socket)).isEqualTo("0 rw-------");
                assertThat(ask("root", socket)).isNotEqualTo("answer 0").startsWith("answer");
                assertThat(ask("nobody", socket)).isEqualTo("denied");

                run("chmod", "666", socket.toString());
                assertThat(ask("nobody", socket)).isEqualTo("answer 0");
            }

            Command.Result status = system.stead("status", system.name());

            assertThat(status.status()).as(status.all()).isEqualTo(1);
            assertThat(status.err())
                    .contains("chmod 600 " + system.state().resolve("control.sock"));
            run("chmod", "600", system.state().resolve("control.sock").toString());
            assertThat(system.state("work")).isEqualTo("healthy");
        }
    }

    private static String ask(String user, Path socket) {
        return run(
                        "setpriv",
                        "--reuid",
                        user,
                        "--clear-groups",
                        "/usr/bin/python3",
                        "-c",
                        ASK,
                        socket.toString())
                .strip();
    }
}
