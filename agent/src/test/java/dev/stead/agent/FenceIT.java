package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.InstanceSpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a hostile engine reaches: real programs, users and rules. */
class FenceIT {
    /** Does what its arguments say, a line for each; then waits. */
    private static final String PROGRAM =
            """
            import ctypes, os, signal, socket, sys, time
            held = []
            def connect(host, port):
                s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET)
                s.settimeout(1.5)
                s.connect((host, int(port)))
                s.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')
                held.append(s)
            def listen(host, port):
                s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET)
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                s.bind((host, int(port)))
                s.listen(16)
                held.append(s)
            def itself(host):
                s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET)
                s.bind((host, 0))
                s.listen(1)
                c = socket.create_connection(s.getsockname()[:2], 1.5)
                a, _ = s.accept()
                a.sendall(b'hello')
                assert c.recv(5) == b'hello'
            def udp(host, port):
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.sendto(b'x', (host, int(port)))
            def unix(path):
                s = socket.socket(socket.AF_UNIX)
                s.connect(path)
            def read(path):
                open(path, 'rb').read()
            def enter(path):
                os.listdir(path)
            def kill(pid):
                os.kill(int(pid), 0)
            def trace(pid):
                libc = ctypes.CDLL(None, use_errno=True)
                if libc.ptrace(16, int(pid), 0, 0) != 0:
                    raise OSError(ctypes.get_errno(), 'no')
            for word in sys.argv[1:]:
                what, *rest = word.split(' ')
                try:
                    globals()[what](*rest)
                    print(word, 'works', flush=True)
                except Exception as e:
                    print(word, 'fails', flush=True)
            print('ready', flush=True)
            while True:
                time.sleep(1000)
            """;

    @TempDir Path temporary;
    private EngineRoom room;

    @BeforeEach
    void begin() throws Exception {
        EngineRoom.needRoot("a fence around engines");
        room = new EngineRoom(temporary);
        assertThat(room.agent().missingIsolation()).isEmpty();
    }

    @AfterEach
    void end() throws Exception {
        if (room != null) {
            room.close();
            assertThat(tables()).doesNotContain(table());
        }
    }

    @Test
    void engineReachesItselfAndWhatItNeedsAndNothingElse() throws Exception {
        try (ServerSocket needed = listener("127.0.0.1");
                ServerSocket other = listener("127.0.0.1");
                ServerSocket everywhere = listener("0.0.0.0")) {
            InstanceSpec victim = engine("api-1", Set.of(), "listen 0.0.0.0 PORT", "itself ::1");
            room.run(victim, "ready");
            int port = victim.port().orElseThrow();
            String outer = outerAddress();
            InstanceSpec hostile =
                    engine(
                            "api-2",
                            Set.of(needed.getLocalPort()),
                            "listen 127.0.0.1 PORT",
                            "connect 127.0.0.1 PORT",
                            "connect 127.0.0.1 " + needed.getLocalPort(),
                            "itself 127.0.0.1",
                            "itself ::1",
                            "connect 127.0.0.1 " + port,
                            "connect " + outer + " " + port,
                            "connect 127.0.0.1 " + other.getLocalPort(),
                            "connect " + outer + " " + everywhere.getLocalPort(),
                            "udp 127.0.0.1 5000",
                            "udp 127.0.0.1 53");
            room.run(hostile, "ready");
            assertThat(results("api-2"))
                    .containsExactly(
                            "listen 127.0.0.1 PORT works",
                            "connect 127.0.0.1 PORT works",
                            "connect 127.0.0.1 " + needed.getLocalPort() + " works",
                            "itself 127.0.0.1 works",
                            "itself ::1 works",
                            "connect 127.0.0.1 " + port + " fails",
                            "connect " + outer + " " + port + " fails",
                            "connect 127.0.0.1 " + other.getLocalPort() + " fails",
                            "connect " + outer + " " + everywhere.getLocalPort() + " fails",
                            "udp 127.0.0.1 5000 fails",
                            "udp 127.0.0.1 53 works");
            assertThat(results("api-1")).contains("itself ::1 works");
            assertThat(answers("127.0.0.1", port)).isTrue();
            assertThat(answers(outer, other.getLocalPort())).isFalse();
            assertThat(answers(outer, everywhere.getLocalPort())).isTrue();
        }
    }

    @Test
    void enginesFilesAndProcessesAreItsOwn() throws Exception {
        InstanceSpec victim = engine("api-1", Set.of(), "listen 127.0.0.1 PORT");
        room.run(victim, "ready");
        long pid = room.agent().instance("api-1").orElseThrow().pid().orElseThrow();
        Path run = room.machine.folder.run("api-1");
        Files.writeString(run.resolve("own/secret"), "of the victim");
        Path socket = room.machine.folder.socket();
        Files.writeString(socket, "");
        Files.setPosixFilePermissions(
                socket, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        String state = room.machine.folder.root().toString();
        List<String> tries =
                List.of(
                        "read " + run.resolve("home/secret"),
                        "read " + run.resolve("own/secret"),
                        "read " + run.resolve("record.json"),
                        "read " + run.resolve("view/mounts"),
                        "enter " + run,
                        "enter " + run.resolve("own"),
                        "enter " + state,
                        "enter " + room.machine.folder.homes(),
                        "enter " + room.machine.folder.secrets(),
                        "enter /proc/" + pid,
                        "read /proc/" + pid + "/cmdline",
                        "read /proc/" + pid + "/environ",
                        "kill " + pid,
                        "trace " + pid,
                        "unix " + socket,
                        "read " + room.machine.folder.log("api-1"));
        InstanceSpec hostile = engine("api-2", Set.of(), tries.toArray(String[]::new));
        room.run(hostile, "ready");
        assertThat(results("api-2"))
                .containsExactlyElementsOf(tries.stream().map(t -> t + " fails").toList());
    }

    @Test
    void nobodyButRootAndItselfConnectsToAnEngine() throws Exception {
        InstanceSpec engine = engine("api-1", Set.of(), "listen 127.0.0.1 PORT");
        room.run(engine, "ready");
        int port = engine.port().orElseThrow();
        assertThat(answers("127.0.0.1", port)).isTrue();
        String user = room.machine.host.userOf(RealMachine.COMPONENT).orElseThrow();
        assertThat(connectAs(user, port)).isNotZero();
        try (ServerSocket other = listener("127.0.0.1")) {
            assertThat(connectAs(user, other.getLocalPort())).isZero();
        }
    }

    @Test
    void engineIsNotReachedFromAnotherMachine() throws Exception {
        String space = room.machine.system;
        try (ServerSocket everywhere = listener("0.0.0.0")) {
            assertThat(run("ip", "netns", "add", space)).isZero();
            assertThat(
                            run(
                                    "ip",
                                    "link",
                                    "add",
                                    space + "a",
                                    "type",
                                    "veth",
                                    "peer",
                                    "name",
                                    "cable",
                                    "netns",
                                    space))
                    .isZero();
            assertThat(run("ip", "addr", "add", "198.18.77.1/30", "dev", space + "a")).isZero();
            assertThat(run("ip", "link", "set", "dev", space + "a", "up")).isZero();
            assertThat(run("ip", "-n", space, "addr", "add", "198.18.77.2/30", "dev", "cable"))
                    .isZero();
            assertThat(run("ip", "-n", space, "link", "set", "dev", "cable", "up")).isZero();
            InstanceSpec engine = engine("api-1", Set.of(), "listen 0.0.0.0 PORT");
            room.run(engine, "ready");
            assertThat(connectFrom(space, everywhere.getLocalPort())).isZero();
            assertThat(connectFrom(space, engine.port().orElseThrow())).isNotZero();
        } finally {
            run("ip", "link", "del", space + "a");
            run("ip", "netns", "del", space);
        }
    }

    @Test
    void engineDoesNotAnswerForAnother() throws Exception {
        InstanceSpec late = engine("api-2", Set.of(), "listen 127.0.0.1 PORT");
        int port = late.port().orElseThrow();
        InstanceSpec early = engine("api-1", Set.of(), "listen 127.0.0.1 " + port);
        room.run(early, "ready");
        // What an engine listens to besides its port answers to nobody but itself.
        assertThat(answers("127.0.0.1", port)).isFalse();
    }

    @Test
    void fenceIsPutUpAgainByTheNextServerAndWhenSomebodyTookItDown() throws Exception {
        InstanceSpec engine = engine("api-1", Set.of(), "listen 127.0.0.1 PORT");
        room.run(engine, "ready");
        assertThat(tables()).contains(table());
        room.killServer();
        assertThat(run("nft", "delete", "table", "inet", table())).isZero();
        room.nextServer();
        assertThat(tables()).contains(table());
        assertThat(run("nft", "delete", "table", "inet", table())).isZero();
        org.awaitility.Awaitility.await()
                .atMost(EngineRoom.LONG)
                .until(() -> tables().contains(table()));
        room.agent().stop("api-1");
        assertThat(tables()).doesNotContain(table());
    }

    /** From a machine behind a cable; exits with 0 when a connection comes about. */
    private static int connectFrom(String space, int port) throws Exception {
        return run(
                "ip",
                "netns",
                "exec",
                space,
                EngineRoom.PYTHON,
                "-c",
                "import socket; socket.create_connection(('198.18.77.1', " + port + "), 2)");
    }

    /** Exits with 0 when a connection comes about. */
    private static int connectAs(String user, int port) throws Exception {
        return run(
                "setpriv",
                "--reuid",
                user,
                "--clear-groups",
                EngineRoom.PYTHON,
                "-c",
                "import socket; socket.create_connection(('127.0.0.1', " + port + "), 2)");
    }

    private InstanceSpec engine(String id, Set<Integer> reaches, String... tries) {
        InstanceSpec plain = room.engine(id, List.of(), reaches);
        List<String> words = new java.util.ArrayList<>(List.of(EngineRoom.PYTHON, "-c", PROGRAM));
        for (String each : tries) {
            words.add(each.replace("PORT", String.valueOf(plain.port().orElseThrow())));
        }
        return new InstanceSpec(
                plain.id(),
                plain.component(),
                plain.kind(),
                plain.facets(),
                words,
                plain.folder(),
                plain.env(),
                plain.port(),
                plain.files(),
                plain.setup(),
                plain.health(),
                plain.stopSignal(),
                plain.stopGrace(),
                plain.limits(),
                plain.enclosure());
    }

    private List<String> results(String id) {
        String port = room.agent().instance(id).orElseThrow().spec().port().orElseThrow() + " ";
        return room.lines(id).stream()
                .filter(line -> line.endsWith(" works") || line.endsWith(" fails"))
                .map(line -> line.replace(port, "PORT "))
                .toList();
    }

    private static boolean answers(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), 1500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket listener(String host) throws IOException {
        return new ServerSocket(0, 16, InetAddress.getByName(host));
    }

    /** Another address of this machine than that of loopback. */
    private static String outerAddress() throws Exception {
        return java.net.NetworkInterface.networkInterfaces()
                .flatMap(java.net.NetworkInterface::inetAddresses)
                .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
                .findFirst()
                .map(InetAddress::getHostAddress)
                .orElse("127.0.0.2");
    }

    private String table() throws Exception {
        byte[] digest =
                java.security.MessageDigest.getInstance("SHA-256")
                        .digest(
                                room.machine
                                        .folder
                                        .root()
                                        .toString()
                                        .getBytes(StandardCharsets.UTF_8));
        return "stead_" + java.util.HexFormat.of().formatHex(digest).substring(0, 12);
    }

    private static String tables() throws Exception {
        Process process = new ProcessBuilder("nft", "list", "tables").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int run(String... words) throws Exception {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
