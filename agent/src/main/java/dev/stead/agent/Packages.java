package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which Debian packages are installed. Thread-safe. */
final class Packages {
    /** deb-control(5): lower case, digits, plus, minus, dot; an architecture may follow. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?");

    private static final Map<String, String> ENV = Map.of("PATH", Prepared.PATH, "LC_ALL", "C");

    private final Programs programs;

    Packages(Programs programs) {
        this.programs = programs;
    }

    /**
     * Those that are not installed, in the given order. One that another package provides counts as
     * installed; of alternatives ({@code a | b}) one is enough.
     */
    List<String> missing(List<String> wanted) {
        wanted.forEach(Packages::check);
        if (wanted.isEmpty()) {
            return List.of();
        }
        Set<String> installed = installed();
        return wanted.stream()
                .filter(one -> alternatives(one).stream().noneMatch(installed::contains))
                .distinct()
                .toList();
    }

    /** Everything that is installed or provided by something installed. */
    Set<String> installed() {
        Programs.Outcome outcome;
        try {
            outcome =
                    programs.collect(
                            List.of(
                                    "dpkg-query",
                                    "--show",
                                    "--showformat=${db:Status-Status}\\t${Package}\\t${Architecture}"
                                        + "\\t${Provides}\\n"),
                            ENV);
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "the installed packages cannot be read: " + Words.of(e),
                    "run Stead on Debian 12",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SteadException(Code.EXHAUSTED, "the wait was interrupted", "ask again", e);
        }
        Set<String> names = new HashSet<>();
        outcome.lines().forEach(line -> add(names, line.split("\t", -1)));
        return names;
    }

    /** The first of alternatives, which is the one to install. */
    static String first(String wanted) {
        return alternatives(wanted).getFirst();
    }

    private static void add(Set<String> names, String[] columns) {
        if (columns.length < 4 || !columns[0].equals("installed")) {
            return;
        }
        names.add(columns[1]);
        names.add(columns[1] + ":" + columns[2]);
        for (String provided : columns[3].split(",", -1)) {
            names.add(provided.replaceFirst("\\(.*", "").strip());
        }
    }

    private static List<String> alternatives(String wanted) {
        return Pattern.compile("\\|").splitAsStream(wanted).map(String::strip).toList();
    }

    private static void check(String wanted) {
        for (String name : alternatives(wanted)) {
            if (!NAME.matcher(name).matches()) {
                throw new SteadException(
                        Code.WRONG_FILE,
                        "\"" + wanted + "\" is not the name of a Debian package",
                        "mend it under packages:");
            }
        }
    }
}
