package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What is there of one engine: processes, files, limits, port. */
record Remains(TestSystem system, String id, OptionalInt port) {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    /** Of an engine that runs now, so that its port is known. */
    static Remains of(TestSystem system, String id, long pid) {
        return new Remains(
                system,
                id,
                Processes.environment(pid).stream()
                        .filter(variable -> variable.startsWith("PORT="))
                        .mapToInt(variable -> Integer.parseInt(variable.substring(5)))
                        .findFirst());
    }

    /** Demands that there is nothing, but for its log, which is kept like any other. */
    void demandNone() {
        assertThat(all()).as("what is left of " + id).isEmpty();
    }

    /** Everything there is. */
    List<String> all() {
        List<String> found = new ArrayList<>();
        Processes.byInstance(system.name())
                .getOrDefault(id, List.of())
                .forEach(pid -> found.add("process " + pid));
        if (Files.exists(system.state().resolve("run").resolve(id))) {
            found.add("run folder");
        }
        cgroups(system).stream()
                .filter(path -> String.valueOf(path.getFileName()).startsWith(id + "@"))
                .forEach(path -> found.add("cgroup " + path));
        port.stream().filter(p -> !isFree(p)).forEach(p -> found.add("port " + p));
        return found;
    }

    /** Whether a program may listen there. */
    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Cgroups of the instances of a system, in each hierarchy. */
    static List<Path> cgroups(TestSystem system) {
        List<Path> found = new ArrayList<>();
        for (Path root : children(CGROUPS)) {
            found.addAll(children(root.resolve("stead").resolve(system.name())));
        }
        found.addAll(children(CGROUPS.resolve("stead").resolve(system.name())));
        found.removeIf(path -> !Files.isDirectory(path));
        return found;
    }

    /** What is in a folder; nothing when there is none. */
    static List<Path> children(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Rows of a table of the system's database. */
    static int rows(TestSystem system, String table) {
        String url = "jdbc:sqlite:" + system.state().resolve("state.db");
        try (var connection = DriverManager.getConnection(url);
                var rows =
                        connection
                                .createStatement()
                                .executeQuery("SELECT count(*) FROM " + table)) {
            return rows.next() ? rows.getInt(1) : 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
