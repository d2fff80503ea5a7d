package dev.stead.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection to the gateway, from an address of choice. */
final class Line implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final SSLSocket socket;

    /**
     * Connects by address, because a Java program does not resolve names below {@code .localhost}.
     *
     * @param from one of 127.0.0.0/8
     * @param host for SNI and the certificate
     */
    Line(SSLContext trust, String from, String host, int port) throws IOException {
        Socket plain = new Socket();
        plain.bind(new InetSocketAddress(from, 0));
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
        plain.setSoTimeout(PATIENCE_MILLIS);
        socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
    }

    void send(Request request) throws IOException {
        socket.getOutputStream().write(request.bytes());
    }

    /** Sends text as it is. */
    void sendRaw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Sends bytes as they are. */
    void sendRaw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next bytes, this many. */
    byte[] read(int bytes) throws IOException {
        byte[] read = socket.getInputStream().readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException("the connection ended");
        }
        return read;
    }

    /** Everything until the other side ends the connection. */
    Answer readAll(String url) throws IOException {
        return Answer.parse(url, socket.getInputStream().readAllBytes());
    }

    /** The head of an answer whose body goes on. */
    Answer readHead(String url) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return Answer.parse(url, head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads this many bytes of a body. */
    void skip(int bytes) throws IOException {
        read(bytes);
    }

    /** Reads on and tells whether the other side ended the connection within this time. */
    boolean endsWithin(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            while (true) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                socket.setSoTimeout((int) left);
                if (socket.getInputStream().read(new byte[8192]) < 0) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // Cut off without a farewell.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
