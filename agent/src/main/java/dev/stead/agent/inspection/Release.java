package dev.stead.agent.inspection;

import dev.stead.api.HostFacts.Software;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Kernel, system and versions of packages.
 *
 * @param proc where proc(5) is mounted
 * @param etc such as {@code /etc}
 * @param commands to ask dpkg-query and apt-cache
 */
record Release(Path proc, Path etc, Commands commands) {
    Software software(List<String> packages, boolean thorough) {
        List<String> system = Texts.lines(etc.resolve("os-release"));
        Map<String, String> installed = installed(packages);
        List<String> others = packages.stream().filter(p -> !installed.containsKey(p)).toList();
        return new Software(
                Texts.of(proc.resolve("sys/kernel/osrelease")).map(String::strip),
                Texts.value(system, "ID").map(Release::plain),
                Texts.value(system, "VERSION_ID").map(Release::plain),
                thorough ? libc() : Optional.empty(),
                installed,
                offered(others));
    }

    private static String plain(String value) {
        return value.replaceAll("^[\"']|[\"']$", "").toLowerCase(Locale.ROOT);
    }

    /** getconf prints {@code glibc 2.36}. */
    private Optional<String> libc() {
        return commands.ask(List.of("getconf", "GNU_LIBC_VERSION")).stream()
                .flatMap(List::stream)
                .map(Texts::words)
                .filter(words -> words.size() == 2 && words.getFirst().equals("glibc"))
                .map(List::getLast)
                .findFirst();
    }

    private Map<String, String> installed(List<String> packages) {
        Map<String, String> versions = new HashMap<>();
        for (String name : packages) {
            commands
                    .ask(
                            List.of(
                                    "dpkg-query",
                                    "--show",
                                    "--showformat=${db:Status-Status} ${Version}\\n",
                                    name))
                    .stream()
                    .flatMap(List::stream)
                    .map(Texts::words)
                    .filter(w -> w.size() == 2 && w.getFirst().equals("installed"))
                    .findFirst()
                    .ifPresent(w -> versions.put(name, w.getLast()));
        }
        return versions;
    }

    /** apt-cache prints a block for each package, in which a line says {@code Candidate:}. */
    private Map<String, String> offered(List<String> packages) {
        Map<String, String> versions = new HashMap<>();
        if (packages.isEmpty()) {
            return versions;
        }
        List<String> words = new ArrayList<>(List.of("apt-cache", "policy"));
        words.addAll(packages);
        String current = "";
        for (String line : commands.ask(words).orElse(List.of())) {
            String stripped = line.strip();
            if (!line.startsWith(" ") && stripped.endsWith(":")) {
                current = stripped.substring(0, stripped.length() - 1);
            } else if (stripped.startsWith("Candidate:") && !stripped.endsWith("(none)")) {
                versions.put(current, stripped.substring("Candidate:".length()).strip());
            }
        }
        versions.keySet().retainAll(packages);
        return versions;
    }
}
