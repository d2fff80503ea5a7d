package dev.stead.cli;

import dev.stead.api.Diagnosis;
import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.Diagnosis.Severity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A diagnosis as people read it: findings by area, sentences broken at the width of the terminal. A
 * command has a line of its own, which is never broken, so that it can be copied.
 *
 * @param width in characters
 */
record DiagnosisText(Style style, int width) {
    private static final int SEVERITY = 9;
    private static final int LEAST = 40;
    private static final String MARGIN = "  ";

    List<String> lines(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        for (Area area : Area.values()) {
            List<Finding> findings =
                    diagnosis.findings().stream().filter(f -> f.area() == area).toList();
            if (!findings.isEmpty()) {
                lines.add(style.bold(area.word().toUpperCase(Locale.ROOT)));
                findings.forEach(f -> add(f, lines));
            }
        }
        lines.add("");
        lines.addAll(summary(diagnosis));
        return lines;
    }

    private void add(Finding finding, List<String> lines) {
        String indent = " ".repeat(MARGIN.length() + SEVERITY);
        String where = Table.harmless(finding.where());
        List<String> text = wrapped(where + ": " + Table.harmless(finding.what()), indent.length());
        String word = finding.severity().word();
        for (int i = 0; i < text.size(); i++) {
            String begin =
                    i == 0
                            ? MARGIN + colour(finding, word) + " ".repeat(SEVERITY - word.length())
                            : indent;
            String line = text.get(i);
            boolean names = i == 0 && line.startsWith(where + ":");
            lines.add(begin + (names ? style.bold(where) + line.substring(where.length()) : line));
        }
        mend(finding, indent, lines);
    }

    private void mend(Finding finding, String indent, List<String> lines) {
        String command = Table.harmless(finding.command());
        String words = Table.harmless(finding.mend());
        if (!words.isEmpty()) {
            String ending = command.isEmpty() ? "" : ":";
            wrapped("mend: " + words + ending, indent.length())
                    .forEach(line -> lines.add(indent + line));
        }
        if (!command.isEmpty()) {
            lines.add(indent + MARGIN + style.bold(command));
        }
    }

    private String colour(Finding finding, String word) {
        return switch (finding.severity()) {
            case FATAL -> style.red(word);
            case WARNING -> style.yellow(word);
            case NOTE -> word;
            case OK -> style.green(word);
        };
    }

    /**
     * Lines that leave room for an indentation; only a word that is longer than that sticks out.
     */
    private List<String> wrapped(String text, int indent) {
        int room = Math.max(LEAST, width - indent);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private List<String> summary(Diagnosis diagnosis) {
        boolean fits = diagnosis.count(Severity.FATAL) == 0;
        String says =
                Table.harmless(diagnosis.system())
                        + (fits ? " can run here: " : " cannot run here as it is: ");
        String counts =
                String.join(
                        ", ",
                        Stream.of(Severity.values())
                                .filter(s -> diagnosis.count(s) > 0)
                                .map(s -> count(diagnosis.count(s), s))
                                .toList());
        return wrapped(says + counts, 0);
    }

    private static String count(long count, Severity severity) {
        boolean one = count == 1;
        return count
                + switch (severity) {
                    case FATAL -> one ? " fatal finding" : " fatal findings";
                    case WARNING -> one ? " warning" : " warnings";
                    case NOTE -> one ? " note" : " notes";
                    case OK -> " well";
                };
    }
}
