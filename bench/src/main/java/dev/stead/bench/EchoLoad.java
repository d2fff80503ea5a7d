package dev.stead.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Many WebSockets, each of which sends a message and waits for it to come back, over and over.
 * Prints messages in a second, the whole number and the 99th percentile in milliseconds.
 */
public final class EchoLoad {
    /** A frame of 64 bytes of data with a mask, as a browser sends it: 2 + 4 + 64 bytes. */
    private static final byte[] FRAME = frame();

    private EchoLoad() {}

    /** Arguments: port, Host, connections, seconds. */
    public static void main(String[] args) throws Exception {
        int connections = Integer.parseInt(args[2]);
        Instant end = Instant.now().plus(Duration.ofSeconds(Integer.parseInt(args[3])));
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            visitors.add(new Visitor(Integer.parseInt(args[0]), args[1]));
        }
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (Visitor visitor : visitors) {
            threads.add(Thread.ofVirtual().start(() -> visitor.run(end)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] times =
                visitors.stream().flatMapToLong(it -> Arrays.stream(it.times())).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%.0f %d %.3f%n",
                times.length / seconds,
                times.length,
                times[(int) (times.length * 0.99)] / 1e6);
    }

    private static byte[] frame() {
        byte[] frame = new byte[70];
        frame[0] = (byte) 0x82;
        frame[1] = (byte) (0x80 | 64);
        return frame;
    }

    private static final class Visitor {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private long[] times = new long[1 << 12];
        private int count;

        Visitor(int port, String host) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
            out.write(
                    ("GET / HTTP/1.1\r\nHost: "
                                    + host
                                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the upgrade was refused: " + head);
                }
                head.append((char) next);
            }
            if (!head.toString().startsWith("HTTP/1.1 101")) {
                throw new IOException("the upgrade was refused: " + head);
            }
        }

        void run(Instant end) {
            try (socket) {
                byte[] back = new byte[FRAME.length];
                while (Instant.now().isBefore(end)) {
                    long begin = System.nanoTime();
                    out.write(FRAME);
                    if (in.readNBytes(back, 0, back.length) != back.length) {
                        throw new IOException("the connection was cut");
                    }
                    add(System.nanoTime() - begin);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void add(long time) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = time;
        }

        long[] times() {
            return Arrays.copyOf(times, count);
        }
    }
}
