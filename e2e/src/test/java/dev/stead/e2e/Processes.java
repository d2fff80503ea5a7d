package dev.stead.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What runs on this machine. */
final class Processes {
    private Processes() {}

    /** Pids of everything that carries a system's mark, without zombies. */
    static List<Long> marked(String system) {
        byte[] mark = ("STEAD_SYSTEM=" + system + "\0").getBytes(StandardCharsets.UTF_8);
        List<Long> pids = new ArrayList<>();
        for (Path process : all()) {
            try {
                String environ =
                        new String(
                                Files.readAllBytes(process.resolve("environ")),
                                StandardCharsets.ISO_8859_1);
                if (environ.contains(new String(mark, StandardCharsets.ISO_8859_1))
                        && !zombie(process)) {
                    pids.add(Long.parseLong(String.valueOf(process.getFileName())));
                }
            } catch (IOException e) {
                continue; // It ended while we looked.
            }
        }
        return pids;
    }

    /** The variables that a process was started with; none when it has ended. */
    static List<String> environment(long pid) {
        try {
            byte[] all = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return List.of(new String(all, StandardCharsets.ISO_8859_1).split("\0", -1));
        } catch (IOException e) {
            return List.of(); // It ended while we looked.
        }
    }

    /** Pids of what carries a system's mark, by instance. */
    static Map<String, List<Long>> byInstance(String system) {
        Map<String, List<Long>> instances = new TreeMap<>();
        for (long pid : marked(system)) {
            environment(pid).stream()
                    .filter(variable -> variable.startsWith("STEAD_INSTANCE="))
                    .map(variable -> variable.substring("STEAD_INSTANCE=".length()))
                    .forEach(i -> instances.computeIfAbsent(i, _ -> new ArrayList<>()).add(pid));
        }
        return instances;
    }

    /** Ends everything of the sessions that these processes lead, at once, as a power cut does. */
    static void kill9Sessions(Collection<Long> leaders) {
        for (int round = 0; round < 20; round++) {
            boolean found = false;
            for (Path process : all()) {
                long pid = Long.parseLong(String.valueOf(process.getFileName()));
                if (leaders.contains(session(process)) && alive(pid)) {
                    kill9(pid);
                    found = true;
                }
            }
            if (!found) {
                return;
            }
        }
    }

    private static long session(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Pids of the servers of a system. */
    static List<Long> servers(String system) {
        return all().stream()
                .filter(process -> isServer(words(process), system))
                .map(process -> Long.parseLong(String.valueOf(process.getFileName())))
                .toList();
    }

    /** Ends the servers of a system with SIGKILL; returns how many, when they are gone. */
    static int killServers(String system) {
        List<Long> servers = servers(system);
        for (long server : servers) {
            kill9(server);
            await().until(() -> !alive(server));
        }
        return servers.size();
    }

    private static boolean isServer(List<String> words, String system) {
        return words.size() > 2
                && words.getLast().equals(system)
                && words.get(words.size() - 2).equals("server");
    }

    /** Of a long command line too, of which the JDK knows nothing. */
    private static List<String> words(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            List<String> words = List.of(line.split("\0", -1));
            return words.subList(0, words.size() - 1);
        } catch (IOException e) {
            return List.of(); // It ended while we looked.
        }
    }

    /** Everything that a process list shows of a process: its command line. */
    static String commandLines() {
        StringBuilder all = new StringBuilder();
        for (Path process : all()) {
            try {
                all.append(
                        new String(
                                        Files.readAllBytes(process.resolve("cmdline")),
                                        StandardCharsets.ISO_8859_1)
                                .replace('\0', ' '));
                all.append('\n');
            } catch (IOException e) {
                continue; // It ended while we looked.
            }
        }
        return all.toString();
    }

    static boolean alive(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.exists(process) && !zombie(process);
        } catch (IOException e) {
            return false;
        }
    }

    static void kill9(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Ends what a failed test left behind; only what carries the system's mark. */
    static void killMarked(String system) {
        for (int round = 0; round < 20 && !marked(system).isEmpty(); round++) {
            marked(system).forEach(Processes::kill9);
        }
    }

    private static boolean zombie(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    }

    private static List<Path> all() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(p -> String.valueOf(p.getFileName()).matches("[0-9]+")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
