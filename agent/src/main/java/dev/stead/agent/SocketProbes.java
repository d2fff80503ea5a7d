package dev.stead.agent;

import dev.stead.base.Scheduler;
import dev.stead.model.Health;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Probes of a port on 127.0.0.1. A timer closes the socket when the time is over, so that neither a
 * slow connect nor an answer that comes byte by byte takes longer.
 */
final class SocketProbes implements Probes {
    private static final int STATUS_LINE = 512;
    private static final int REST = 64 * 1024;
    private static final int DRAIN_MILLIS = 100;

    private static final int HEAD = 200;
    private static final int BODY = 1 << 20;
    private static final Pattern OK = Pattern.compile("HTTP/1\\.[01] 200( .*)?");
    private static final Pattern LENGTH =
            Pattern.compile("content-length:\\s*(\\d{1,9})\\s*", Pattern.CASE_INSENSITIVE);

    private final Scheduler scheduler;

    SocketProbes(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public ProbeResult tcp(int port, Duration timeout) {
        return with(port, timeout, socket -> ProbeResult.OK);
    }

    @Override
    public ProbeResult http(int port, String path, Duration timeout) {
        String request =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\n"
                        + "User-Agent: stead-health\r\n"
                        + "Accept: */*\r\n"
                        + "Connection: close\r\n\r\n";
        return with(
                port,
                timeout,
                socket -> {
                    socket.getOutputStream().write(latin(request));
                    String line = firstLine(socket.getInputStream());
                    ProbeResult result = judge(path, line);
                    socket.setSoTimeout(DRAIN_MILLIS);
                    drain(socket.getInputStream());
                    return result;
                });
    }

    /** By HTTP/1.0, whose answers end with the connection and are not cut into chunks. */
    @Override
    public Optional<String> get(int port, String path, Duration timeout) throws IOException {
        String request =
                "GET "
                        + path
                        + " HTTP/1.0\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\n"
                        + "User-Agent: stead-busy\r\n"
                        + "Accept: */*\r\n\r\n";
        List<String> bodies = new ArrayList<>();
        ProbeResult result =
                with(
                        port,
                        timeout,
                        socket -> {
                            socket.getOutputStream().write(latin(request));
                            InputStream in = new BufferedInputStream(socket.getInputStream());
                            String status = firstLine(in);
                            int length = length(in);
                            byte[] body = in.readNBytes(length);
                            if (!status.startsWith("HTTP/1.")) {
                                return ProbeResult.failed(path + " was not answered in HTTP");
                            }
                            if (OK.matcher(status).matches()) {
                                bodies.add(new String(body, StandardCharsets.UTF_8));
                            }
                            return ProbeResult.OK;
                        });
        if (result.failure().isPresent()) {
            throw new IOException(result.failure().get());
        }
        return bodies.stream().findFirst();
    }

    /** Reads the head; returns how many bytes of the body are wanted. */
    private static int length(InputStream in) throws IOException {
        int length = BODY;
        int lines = 0;
        for (String line = firstLine(in); !line.isEmpty() && lines < HEAD; line = firstLine(in)) {
            Matcher field = LENGTH.matcher(line);
            if (field.matches()) {
                length = Math.min(length, Integer.parseInt(field.group(1)));
            }
            lines++;
        }
        return length;
    }

    @Override
    public ProbeResult exchange(int port, Health.Exchange exchange, Duration timeout) {
        byte[] expected = latin(exchange.expect());
        return with(
                port,
                timeout,
                socket -> {
                    socket.getOutputStream().write(latin(exchange.send()));
                    byte[] answer = socket.getInputStream().readNBytes(expected.length);
                    if (Arrays.equals(answer, expected)) {
                        return ProbeResult.OK;
                    }
                    return ProbeResult.failed(
                            "port "
                                    + port
                                    + " answered \""
                                    + shown(answer)
                                    + "\", not what was expected");
                });
    }

    private ProbeResult with(int port, Duration timeout, Conversation conversation) {
        try (Socket socket = new Socket()) {
            AtomicBoolean late = new AtomicBoolean();
            Scheduler.Timer limit =
                    scheduler.after(
                            timeout,
                            () -> {
                                late.set(true);
                                abort(socket);
                            });
            try {
                socket.connect(new InetSocketAddress(loopback(), port));
                if (socket.getLocalPort() == port) {
                    // TCP lets a socket connect to itself when the kernel happens to give it that
                    // port.
                    return ProbeResult.failed("port " + port + ": connection refused");
                }
                return conversation.with(socket);
            } catch (SocketException e) {
                return ProbeResult.failed(
                        late.get()
                                ? "port " + port + " did not answer within " + Words.of(timeout)
                                : "port " + port + ": " + lower(Words.of(e)));
            } finally {
                limit.cancel();
            }
        } catch (IOException e) {
            return ProbeResult.failed("port " + port + ": " + lower(Words.of(e)));
        }
    }

    private static ProbeResult judge(String path, String line) {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
            return ProbeResult.failed("GET " + path + " was not answered in HTTP/1.1");
        }
        int status = Integer.parseInt(words[1]);
        return status >= 200 && status < 400
                ? ProbeResult.OK
                : ProbeResult.failed("GET " + path + " answered " + status);
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next >= 0 && next != '\n' && line.length() < STATUS_LINE) {
            line.append((char) next);
            next = in.read();
        }
        return line.toString().strip();
    }

    /** Takes the rest of a short answer, so that the other side sees no broken connection. */
    private static void drain(InputStream in) {
        try {
            byte[] _ = in.readNBytes(REST);
        } catch (IOException e) {
            // The answer is known already.
            return;
        }
    }

    private static void abort(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
            return;
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String shown(byte[] answer) {
        return LogText.clean(answer, Math.min(answer.length, 100), 0);
    }

    private static String lower(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    @FunctionalInterface
    private interface Conversation {
        ProbeResult with(Socket socket) throws IOException;
    }
}
