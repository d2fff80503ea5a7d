package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * As many connections as the descriptors allow, most of them idle and many slow: honest clients are
 * served, memory stays bounded, and what is too much is refused without a spin.
 */
final class IdleIT {
    private static final int IDLE = TestGateway.count(1_000, 15_000);
    private static final int SLOW = TestGateway.count(200, 2_000);
    private static final int DESCRIPTORS = TestGateway.count(1_700, 20_000);
    private static final int MEBIBYTE = 1 << 20;

    /** As a server has them, see DetachedServer in app. */
    private static final List<String> SERVER =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xms24m",
                    "-Xmn16m",
                    "-XX:SurvivorRatio=2",
                    "-Xmx192m",
                    "-XX:MaxDirectMemorySize=128m",
                    "-XX:ReservedCodeCacheSize=48m",
                    "-XX:TrimNativeHeapInterval=30000",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Dio.netty.leakDetection.level=disabled");

    @TempDir Path folder;
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Process process : processes) {
            process.getOutputStream().close();
            if (!process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** A process that answers lines with lines. */
    private record Peer(Process process, BufferedReader out) {
        int[] numbers() throws IOException {
            String line = out.readLine();
            assertThat(line).isNotNull();
            return Arrays.stream(line.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
        }

        /** Opens connections; how many stand and were refused in all. */
        int[] open(String kind, int count) throws IOException {
            process.getOutputStream()
                    .write((kind + " " + count + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            return numbers();
        }
    }

    @Test
    void servesHonestClientsAmongIdleAndSlowOnes() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", IdleIT::answer)) {
            Peer gateway = gateway(backEnd, 0, DESCRIPTORS);
            int[] ports = gateway.numbers();
            SSLContext trust = trust();
            Peer clients = clients(ports[0]);
            try (RawClient early = connect(trust, ports[0])) {
                assertThat(early.get("/").status()).isEqualTo(200);
                assertThat(clients.open("IDLE", IDLE)).containsExactly(IDLE, 0);
                int third = SLOW / 3;
                clients.open("BODY", third);
                clients.open("READER", SLOW - 2 * third);
                // The last, since the gateway waits for a head ten seconds only.
                int[] open = clients.open("HEAD", third);
                assertThat(open).containsExactly(IDLE + SLOW, 0);

                List<Double> times = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    long begin = System.nanoTime();
                    if (i % 5 == 0) {
                        try (RawClient late = connect(trust, ports[0])) {
                            assertThat(late.get("/").body()).isEqualTo("ok");
                        }
                    } else {
                        assertThat(early.get("/").body()).isEqualTo("ok");
                    }
                    times.add((System.nanoTime() - begin) / 1e6);
                }
                times.sort(null);
                long resident = resident(gateway.process());
                System.out.printf(
                        "%d idle, %d slow: %d MiB resident, honest clients %.1f ms median, %.1f ms"
                                + " longest%n",
                        IDLE, SLOW, resident / MEBIBYTE, times.get(25), times.getLast());
                assertThat(resident).isLessThan(400L * MEBIBYTE);
                assertThat(times.get(25)).isLessThan(250);
                assertThat(times.getLast()).isLessThan(3_000);

                int more = ports[1] - IDLE - SLOW + 100;
                int[] full = clients.open("IDLE", more);
                assertThat(full[1]).isPositive();
                assertThat(full[0]).isLessThanOrEqualTo(ports[1]);
                RawClient.Reply last = early.get("/");
                assertThat(last.body()).as(() -> told()).isEqualTo("ok");
                assertThat(cpuShare(gateway.process())).isLessThan(0.6);
            }
            clients.process().getOutputStream().close();
            servesAgain(trust, ports[0]);
        }
    }

    @Test
    void doesNotSpinWhenItHasNoDescriptorsLeft() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", IdleIT::answer)) {
            Peer gateway = gateway(backEnd, 100_000, 400);
            int[] ports = gateway.numbers();
            SSLContext trust = trust();
            // Classes lie in folders here, and a folder's cannot be loaded without descriptors.
            servesAgain(trust, ports[0]);
            List<Socket> crowd = new ArrayList<>();
            for (int i = 0; i < 450; i++) {
                // The kernel completes connections that nobody has accepted yet.
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), ports[0]));
            }
            assertThat(cpuShare(gateway.process())).isLessThan(0.6);
            assertThat(gateway.process().isAlive()).isTrue();
            for (Socket socket : crowd) {
                socket.close();
            }
            servesAgain(trust, ports[0]);
        }
    }

    private static void servesAgain(SSLContext trust, int port) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> {
                    try (RawClient client = connect(trust, port)) {
                        return client.get("/").status() == 200;
                    }
                });
    }

    private static boolean answer(Http.Head head, InputStream in, java.io.OutputStream out)
            throws IOException {
        if (head.target().equals("/endless")) {
            Http.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n");
            byte[] part = new byte[16 * 1024];
            while (true) {
                out.write(part);
            }
        }
        Http.readBody(head, in);
        Http.reply(out, 200, "ok");
        return true;
    }

    private Peer gateway(BackEnd backEnd, int most, int descriptors) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("prlimit", "--nofile=" + descriptors));
        command.addAll(java(SERVER, IdleGateway.class));
        command.addAll(
                List.of(
                        folder.toString(),
                        String.valueOf(backEnd.endpoint().port()),
                        String.valueOf(most)));
        return start(command);
    }

    private Peer clients(int port) throws IOException {
        List<String> command = new ArrayList<>(java(List.of("-Xmx512m"), IdleClients.class));
        command.add(String.valueOf(port));
        return start(command);
    }

    private static List<String> java(List<String> options, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        return command;
    }

    private Peer start(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectError(folder.resolve("errors-" + processes.size()).toFile())
                        .start();
        processes.add(process);
        return new Peer(process, process.inputReader(StandardCharsets.US_ASCII));
    }

    /** What the gateway said of itself and of its last request. */
    private String told() {
        try {
            List<String> log = Files.readAllLines(folder.resolve("access.jsonl"));
            return Files.readString(folder.resolve("errors-0")) + log.getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawClient connect(SSLContext trust, int port) throws IOException {
        return new RawClient(
                trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
    }

    private SSLContext trust() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "ca", Pem.certificates(Files.readString(folder.resolve("tls/ca.pem"))).getFirst());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Bytes that a process occupies (proc(5)). */
    private static long resident(Process process) throws IOException {
        String statm = Files.readString(Path.of("/proc/" + process.pid() + "/statm"));
        return Long.parseLong(statm.split(" ", 3)[1]) * 4096;
    }

    /** CPU time by time, over two seconds. */
    private static double cpuShare(Process process) {
        Duration before = cpu(process);
        long begin = System.nanoTime();
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        return (cpu(process).toNanos() - before.toNanos()) / (double) (System.nanoTime() - begin);
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }
}
