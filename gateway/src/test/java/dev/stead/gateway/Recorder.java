package dev.stead.gateway;

import dev.stead.api.RouteTable.Endpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An instance that reads strictly, and records each whole request and whatever was unclear. It
 * answers with the target of the request, or with the bytes that it was given for that target.
 */
final class Recorder implements AutoCloseable {
    private final ServerSocket server;
    private final Reader reader;
    private final Queue<StrictRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> unclear = new ConcurrentLinkedQueue<>();
    private final Map<String, Given> answers = new ConcurrentHashMap<>();

    /** Reads one request; empty at the end of the stream. */
    interface Reader {
        Optional<StrictRequest> read(InputStream in) throws IOException;
    }

    /** Bytes of an answer, and whether the instance hangs up after them. */
    private record Given(String bytes, boolean last) {}

    private Recorder(Reader reader) throws IOException {
        this.reader = reader;
        this.server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    }

    static Recorder start(Reader reader) throws IOException {
        Recorder recorder = new Recorder(reader);
        Thread.ofVirtual().start(recorder::accept);
        return recorder;
    }

    int port() {
        return server.getLocalPort();
    }

    Endpoint endpoint() {
        return new Endpoint("api-1", "127.0.0.1", port());
    }

    /** Answers requests for this target with these bytes from now on. */
    void answer(String target, String bytes, boolean last) {
        answers.put(target, new Given(bytes, last));
    }

    /** Takes what has come since the last time. */
    List<StrictRequest> take() {
        return drain(requests);
    }

    /** Takes what could be understood in two ways since the last time. */
    List<String> takeUnclear() {
        return drain(unclear);
    }

    private static <T> List<T> drain(Queue<T> queue) {
        List<T> taken = new ArrayList<>();
        for (T one = queue.poll(); one != null; one = queue.poll()) {
            taken.add(one);
        }
        return taken;
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                Optional<StrictRequest> request = reader.read(in);
                if (request.isEmpty()) {
                    return;
                }
                requests.add(request.get());
                Given given = answers.getOrDefault(request.get().target(), usual(request.get()));
                Http.send(out, given.bytes());
                if (given.last()) {
                    return;
                }
            }
        } catch (StrictRequest.Unclear e) {
            unclear.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The gateway hung up in the middle, as it does when what it gets is bad.
        }
    }

    private static Given usual(StrictRequest request) {
        String body = request.target();
        return new Given(
                "HTTP/1.1 200 OK\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + (request.method().equals("HEAD") ? "" : body),
                false);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
