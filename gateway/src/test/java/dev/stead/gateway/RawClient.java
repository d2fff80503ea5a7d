package dev.stead.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A client's connection that sends just what it is told to. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
    }

    /** A reply with its body. */
    record Reply(Http.Head head, String body) {
        int status() {
            return head.status();
        }

        String header(String name) {
            return head.header(name).orElse("");
        }
    }

    void send(String text) throws IOException {
        Http.send(out, text);
    }

    /** How long to wait for bytes. */
    void timeout(int milliseconds) throws IOException {
        socket.setSoTimeout(milliseconds);
    }

    /** Sends nothing any more, and still reads. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    OutputStream out() {
        return out;
    }

    InputStream in() {
        return in;
    }

    Http.Head readHead() throws IOException {
        return Http.readHead(in).orElseThrow(() -> new IOException("closed"));
    }

    /** The next reply, which has a body unless it says otherwise. */
    Reply read() throws IOException {
        Http.Head head = readHead();
        boolean bare = head.status() < 200 || head.status() == 204 || head.status() == 304;
        return new Reply(head, bare ? "" : Http.readBody(head, in));
    }

    Reply ask(String text) throws IOException {
        send(text);
        return read();
    }

    Reply get(String target) throws IOException {
        return ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    Reply get(String target, String header) throws IOException {
        return ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");
    }

    /** Whether the gateway closes without another reply. */
    boolean closed() {
        try {
            return Http.readHead(in).isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
