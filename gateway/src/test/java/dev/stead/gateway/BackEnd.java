package dev.stead.gateway;

import dev.stead.api.RouteTable.Endpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An instance made of bare sockets: each request goes to a handler that does what it likes. */
final class BackEnd implements AutoCloseable {
    private final ServerSocket server;
    private final String instance;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<Http.Head> requests = new ConcurrentLinkedQueue<>();

    /** Answers one request. */
    interface Handler {
        /** Returns whether the connection may be used for another request. */
        boolean answer(Http.Head head, InputStream in, OutputStream out) throws IOException;
    }

    private BackEnd(String instance, Handler handler) throws IOException {
        this.instance = instance;
        this.handler = handler;
        this.server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    }

    static BackEnd start(String instance, Handler handler) throws IOException {
        BackEnd backEnd = new BackEnd(instance, handler);
        Thread.ofVirtual().start(backEnd::accept);
        return backEnd;
    }

    /** One that answers each request with the same text. */
    static BackEnd saying(String instance, String text) throws IOException {
        return start(
                instance,
                (head, in, out) -> {
                    Http.readBody(head, in);
                    Http.reply(out, 200, head.method().equals("HEAD") ? "" : text);
                    return true;
                });
    }

    Endpoint endpoint() {
        return new Endpoint(instance, "127.0.0.1", server.getLocalPort());
    }

    /** Connections so far. */
    int accepted() {
        return accepted.get();
    }

    /** Heads so far. */
    Queue<Http.Head> requests() {
        return requests;
    }

    int openConnections() {
        return open.size();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            boolean more = true;
            while (more) {
                Optional<Http.Head> head = Http.readHead(in);
                if (head.isEmpty()) {
                    return;
                }
                requests.add(head.get());
                more = handler.answer(head.get(), in, out);
            }
        } catch (IOException e) {
            // The gateway hung up, which tests see by other means.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
