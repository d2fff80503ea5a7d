package dev.stead.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** An nginx of our own: one process, its files in a folder of its own. */
final class Nginx implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/nginx";

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Answers every request with this many bytes. */
    static Nginx backEnd(Path folder, int bytes) throws IOException {
        int port = freePort();
        return start(
                folder,
                port,
                """
                server {
                  listen 127.0.0.1:%d;
                  location / { default_type text/plain; return 200 "%s"; }
                }
                """
                        .formatted(port, "x".repeat(bytes)));
    }

    /** Terminates TLS in front of a back end, with kept connections on both sides. */
    static Nginx proxy(Path folder, Path certificate, Path key, int backEnd) throws IOException {
        int port = freePort();
        return start(
                folder,
                port,
                """
                upstream api { server 127.0.0.1:%d; keepalive 128; keepalive_requests 100000000; }
                server {
                  listen 127.0.0.1:%d ssl;
                  ssl_certificate %s;
                  ssl_certificate_key %s;
                  ssl_protocols TLSv1.2 TLSv1.3;
                  location / {
                    proxy_pass http://api;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto https;
                    proxy_set_header X-Forwarded-Host $http_host;
                    proxy_set_header X-Request-Id $request_id;
                    add_header X-Request-Id $request_id;
                  }
                }
                """
                        .formatted(backEnd, port, certificate, key));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    private static Nginx start(Path folder, int port, String servers) throws IOException {
        Files.createDirectories(folder);
        Path config = folder.resolve("nginx.conf");
        Files.writeString(
                config,
                """
                daemon off;
                master_process off;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  keepalive_requests 100000000;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  %2$s
                }
                """
                        .formatted(folder, servers));
        Process process =
                new ProcessBuilder(PROGRAM, "-p", folder.toString(), "-c", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        Nginx nginx = new Nginx(process, port);
        nginx.awaitListening(folder);
        return nginx;
    }

    private void awaitListening(Path folder) throws IOException {
        Instant end = Instant.now().plus(Duration.ofSeconds(5));
        while (!isListening()) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                close();
                throw new IOException(
                        "nginx does not listen: " + Files.readString(folder.resolve("output")));
            }
            Thread.onSpinWait();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
