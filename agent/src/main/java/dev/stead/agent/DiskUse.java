package dev.stead.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What folders take of the disk, by du(1): blocks, not lengths, so that files with holes count for
 * what they hold, and each file once. Thread-safe.
 */
final class DiskUse {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern TOTAL = Pattern.compile("(\\d{1,18})\\s+total");

    private final Questions questions;

    DiskUse(Programs programs) {
        this.questions = new Questions(programs, PATIENCE);
    }

    /** Bytes of all together; empty when that cannot be found out in half a minute. */
    OptionalLong of(List<Path> folders) {
        // Files come and go meanwhile, and then du fails in the end, having counted the others.
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                "du -scx --block-size=1 -- \"$@\" 2>/dev/null; exit 0",
                                "du"));
        folders.forEach(folder -> words.add(folder.toString()));
        return questions.ask(words).stream()
                .flatMap(List::stream)
                .map(TOTAL::matcher)
                .filter(Matcher::matches)
                .mapToLong(total -> Long.parseLong(total.group(1)))
                .findFirst();
    }
}
