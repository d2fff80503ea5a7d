package dev.stead.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The systemd units that packages bring and that could be started. */
final class Units {
    private static final Pattern UNIT =
            Pattern.compile(
                    ".*?/?(?:usr/)?lib/systemd/system/([^/ ]+\\.(?:service|socket|timer|path))"
                            + "(?: -> .*)?");
    private static final Map<String, String> ENV = Map.of("PATH", Prepared.PATH, "LC_ALL", "C");

    private final Programs programs;

    Units(Programs programs) {
        this.programs = programs;
    }

    /** Those in a package file, by dpkg-deb(1). */
    Set<String> in(Path archive) throws IOException, InterruptedException {
        return named(programs.collect(List.of("dpkg-deb", "-c", archive.toString()), ENV));
    }

    /** Those of an installed package. */
    Set<String> of(String installed) throws IOException, InterruptedException {
        return named(programs.collect(List.of("dpkg-query", "-L", installed), ENV));
    }

    private static Set<String> named(Programs.Outcome listing) {
        Set<String> units = new TreeSet<>();
        for (String line : listing.lines()) {
            Matcher match = UNIT.matcher(line);
            if (match.matches()) {
                units.add(match.group(1));
            }
        }
        return units;
    }
}
