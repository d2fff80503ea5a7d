package dev.stead.gateway;

import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.FastCgi;
import dev.stead.api.RouteTable.Instances;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real php-fpm on a Unix socket, with the programs of a folder. */
final class PhpFpm implements AutoCloseable {
    private final Path folder;
    private final Path web;
    private final Process process;

    /**
     * Starts it.
     *
     * @param folder for its own files, short enough for a socket's name
     */
    PhpFpm(Path folder, Path web, int workers) throws IOException {
        this.folder = folder;
        this.web = web;
        boolean root = "root".equals(System.getProperty("user.name"));
        Files.writeString(
                folder.resolve("fpm.conf"),
                """
                [global]
                error_log = %1$s/fpm.log
                daemonize = no
                [www]
                listen = %1$s/php.sock
                pm = static
                pm.max_children = %2$d
                catch_workers_output = yes
                php_admin_value[post_max_size] = 200M
                php_admin_value[upload_max_filesize] = 200M
                php_admin_value[memory_limit] = 64M
                php_admin_flag[log_errors] = on
                """
                                .formatted(folder, workers)
                        + (root ? "user = root\n" : ""));
        List<String> command = new ArrayList<>();
        command.add(program().toString());
        if (root) {
            command.add("-R");
        }
        command.addAll(List.of("-F", "-y", folder.resolve("fpm.conf").toString()));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("fpm.out").toFile())
                        .start();
        await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(socket()));
    }

    private static Path program() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/usr/sbin"))) {
            return all.filter(p -> p.getFileName().toString().startsWith("php-fpm"))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new IOException("install php-fpm"));
        }
    }

    private Path socket() {
        return folder.resolve("php.sock");
    }

    /** A route to it. */
    Entry entry(String path, Optional<String> front) {
        return entry(path, front, Optional.empty());
    }

    /** A route to it, with answers that are kept. */
    Entry entry(String path, Optional<String> front, Optional<CacheRules> cache) {
        return new Entry(
                new Route("localhost", path, false, new Access.Public()),
                new Instances(
                        "shop",
                        List.of(new Endpoint("shop-1", "127.0.0.1", 0, Optional.of(socket()))),
                        ProxyRules.DEFAULT,
                        cache,
                        new FastCgi(web, Optional.empty(), front)));
    }

    /** Ends it and its workers at once. */
    void kill() {
        // The master first: it would start new workers for those that end.
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        workers.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        kill();
    }
}
