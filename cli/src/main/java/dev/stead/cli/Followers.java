package dev.stead.cli;

import dev.stead.api.Agent;
import dev.stead.api.Event;

import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints progress and logs as they come. */
final class Followers {
    private final PrintStream out;
    private final Style style;
    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    Followers(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    void event(Event event) {
        String mark =
                switch (event.level()) {
                    case STEP -> style.dim("·");
                    case DONE -> style.green("✓");
                    case WARNING -> style.yellow("!");
                    case ERROR -> style.red("✗");
                    case OUTPUT -> style.dim("|");
                };
        String about = event.component().map(c -> style.bold(c) + " ").orElse("");
        out.println(
                style.dim(time.format(event.at()))
                        + " "
                        + mark
                        + " "
                        + about
                        + Plain.text(event.text()));
    }

    void line(Agent.LogLine line) {
        out.println(style.dim(line.instance() + " |") + " " + Plain.text(line.text()));
    }
}
