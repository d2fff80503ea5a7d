package dev.stead.gateway;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A proxy that people use, on a loopback port, with as small a configuration as it takes. */
final class OtherProxy implements AutoCloseable {
    static final Path NGINX = Path.of("/usr/sbin/nginx");
    static final Path HAPROXY = Path.of("/usr/sbin/haproxy");

    private final Process process;
    private final int port;

    private OtherProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static OtherProxy nginx(Path folder, int backEnd) throws IOException {
        int port = freePort();
        Path config = folder.resolve("nginx.conf");
        Files.writeString(
                config,
                """
                daemon off; master_process off; worker_processes 1; error_log %1$s/error.log;
                pid %1$s/nginx.pid;
                events { worker_connections 256; }
                http {
                  access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  client_header_timeout 1s; client_body_timeout 1s; client_max_body_size 0;
                  upstream instance { server 127.0.0.1:%2$d; keepalive 8; }
                  server { listen 127.0.0.1:%3$d default_server; return 404; }
                  server {
                    listen 127.0.0.1:%3$d; server_name localhost;
                    location / {
                      proxy_pass http://instance; proxy_http_version 1.1;
                      proxy_set_header Host $http_host; proxy_set_header Connection "";
                    }
                  }
                }
                """
                        .formatted(folder, backEnd, port));
        return start(
                port,
                List.of(
                        NGINX.toString(),
                        "-p",
                        folder.toString(),
                        "-e",
                        folder + "/error.log",
                        "-c",
                        config.toString()));
    }

    static OtherProxy haproxy(Path folder, int backEnd) throws IOException {
        int port = freePort();
        Path config = folder.resolve("haproxy.cfg");
        Files.writeString(
                config,
                """
                global
                  nbthread 1
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 2s
                  timeout server 5s
                  timeout http-request 1s
                frontend visitors
                  bind 127.0.0.1:%d
                  http-request return status 404 unless { req.hdr(host),host_only,lower -m str localhost }
                  default_backend instances
                backend instances
                  server one 127.0.0.1:%d
                """
                        .formatted(port, backEnd));
        return start(port, List.of(HAPROXY.toString(), "-db", "-f", config.toString()));
    }

    RawClient connect() throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    private static OtherProxy start(int port, List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        OtherProxy proxy = new OtherProxy(process, port);
        await().ignoreExceptions()
                .until(() -> {
                    proxy.connect().close();
                    return true;
                });
        return proxy;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
