package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian's package tool. For one thread at a time. */
final class Apt {
    private static final Duration OLD = Duration.ofDays(7);
    private static final int LINES_KEPT = 12;
    private static final String HALF_DONE = "dpkg --configure -a";

    /** As in {@code Inst redis-server (5:7.0.15-1~deb12u10 Debian:12.15 [amd64])}. */
    private static final Pattern INSTALLS =
            Pattern.compile("Inst (\\S+) \\((\\S+) .*\\[([a-z0-9-]+)]\\).*");

    private static final Map<String, String> ENV =
            Map.of(
                    "PATH", Prepared.PATH,
                    "HOME", "/root",
                    "LC_ALL", "C.UTF-8",
                    "DEBIAN_FRONTEND", "noninteractive",
                    "DEBIAN_PRIORITY", "critical",
                    "NEEDRESTART_SUSPEND", "1",
                    "APT_LISTCHANGES_FRONTEND", "none");

    private final Programs programs;
    private final HostPaths paths;
    private final InstantSource clock;

    Apt(Programs programs, HostPaths paths, InstantSource clock) {
        this.programs = programs;
        this.paths = paths;
        this.clock = clock;
    }

    /** What installing these would install that is not there in any version now. */
    List<Fresh> plan(List<String> names, Consumer<String> progress) {
        if (listsAreOld()) {
            update(progress);
        }
        Programs.Outcome plan = simulate(names);
        if (plan.lines().stream().anyMatch(line -> line.contains(HALF_DONE))) {
            progress.accept("an earlier installation was cut off; finishing it: " + HALF_DONE);
            run(List.of("dpkg", "--configure", "-a"), progress);
            plan = simulate(names);
        }
        if (!plan.ok()) {
            update(progress);
            plan = simulate(names);
        }
        if (!plan.ok()) {
            throw failed("apt-get cannot install " + String.join(" ", names), plan.lines(), names);
        }
        List<Fresh> fresh = new ArrayList<>();
        for (String line : plan.lines()) {
            Matcher match = INSTALLS.matcher(line);
            if (match.matches()) {
                fresh.add(new Fresh(match.group(1), match.group(2), match.group(3)));
            }
        }
        return fresh;
    }

    void download(List<String> names, Consumer<String> progress) {
        need(names, words("--download-only", names), progress, "download");
    }

    void install(List<String> names, Consumer<String> progress) {
        need(names, words("--assume-yes", names), progress, "install");
    }

    /** Where a downloaded package is, if it is there. */
    Path archive(Fresh fresh) {
        String version = fresh.version().replace(":", "%3a");
        return paths.aptArchives()
                .resolve(fresh.name() + "_" + version + "_" + fresh.architecture() + ".deb");
    }

    private void update(Consumer<String> progress) {
        progress.accept("apt-get update");
        List<String> lines = new ArrayList<>();
        int status = run(List.of("apt-get", "update", "-q"), lines::add);
        if (status != 0) {
            // What is known of the packages may do; if not, apt says so next.
            progress.accept("apt-get update failed: " + String.join(" ", errors(lines)));
        }
    }

    private Programs.Outcome simulate(List<String> names) {
        List<String> lines = new ArrayList<>();
        int status = run(words("--simulate", names), lines::add);
        return new Programs.Outcome(status, lines);
    }

    private void need(
            List<String> names, List<String> words, Consumer<String> progress, String verb) {
        Deque<String> last = new ArrayDeque<>();
        int status =
                run(
                        words,
                        line -> {
                            last.add(line);
                            if (last.size() > LINES_KEPT) {
                                last.remove();
                            }
                            if (!line.isBlank()) {
                                progress.accept(line);
                            }
                        });
        if (status != 0) {
            throw failed(
                    "apt-get cannot " + verb + " " + String.join(" ", names),
                    List.copyOf(last),
                    names);
        }
    }

    private static List<String> words(String how, List<String> names) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "apt-get",
                                "install",
                                how,
                                "-qq",
                                "--assume-yes",
                                "--no-install-recommends",
                                "--no-remove",
                                "-o",
                                "DPkg::Lock::Timeout=300",
                                "-o",
                                "Dpkg::Use-Pty=0",
                                "-o",
                                "Dpkg::Options::=--force-confdef",
                                "-o",
                                "Dpkg::Options::=--force-confold",
                                "--"));
        words.addAll(names);
        return words;
    }

    private int run(List<String> words, Consumer<String> output) {
        try {
            return programs.runToItsEnd(words, ENV, output);
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "apt-get cannot be run: " + Words.of(e),
                    "run Stead on Debian 12",
                    e);
        }
    }

    private boolean listsAreOld() {
        try (Stream<Path> lists = Files.list(paths.aptLists())) {
            return lists.filter(list -> list.getFileName().toString().contains("_Packages"))
                    .noneMatch(this::isRecent);
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isRecent(Path list) {
        try {
            return Files.getLastModifiedTime(list).toInstant().plus(OLD).compareTo(clock.instant())
                    > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static SteadException failed(String what, List<String> lines, List<String> names) {
        return new SteadException(
                Code.HOST,
                what + ": " + String.join(" | ", errors(lines)),
                "try it by hand: sudo apt-get install --no-install-recommends "
                        + String.join(" ", names));
    }

    private static List<String> errors(List<String> lines) {
        List<String> errors =
                lines.stream()
                        .filter(line -> line.startsWith("E: ") || line.startsWith("dpkg: error"))
                        .toList();
        List<String> told = errors.isEmpty() ? lines : errors;
        return told.subList(Math.max(0, told.size() - 4), told.size());
    }

    /** A package that will be installed and was not. */
    record Fresh(String name, String version, String architecture) {}
}
