package dev.stead.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The same as {@link BackEnd}, behind a Unix socket. */
final class UnixBackEnd implements AutoCloseable {
    private final Path path;
    private final ServerSocketChannel server;
    private final BackEnd.Handler handler;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<Http.Head> requests = new ConcurrentLinkedQueue<>();

    private UnixBackEnd(Path path, BackEnd.Handler handler) throws IOException {
        this.path = path;
        this.handler = handler;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
    }

    static UnixBackEnd start(Path path, BackEnd.Handler handler) throws IOException {
        UnixBackEnd backEnd = new UnixBackEnd(path, handler);
        Thread.ofVirtual().start(backEnd::accept);
        return backEnd;
    }

    int accepted() {
        return accepted.get();
    }

    Queue<Http.Head> requests() {
        return requests;
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel socket = server.accept();
                accepted.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(socket));
            OutputStream out = Channels.newOutputStream(socket);
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
        for (SocketChannel socket : open) {
            socket.close();
        }
        Files.deleteIfExists(path);
    }
}
