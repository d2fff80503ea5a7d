package dev.stead.console;

import dev.stead.api.Event;
import dev.stead.base.SteadException;
import dev.stead.base.StreamedAnswer;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A page that grows while something happens: the head first, then a line for each event, at last
 * how it ended. Works without a script.
 *
 * @param back where to go on from here
 * @param backText what the link there says
 */
record Progress(Frame frame, StreamedAnswer out, String back, String backText) {
    // What the template has where the lines belong; no text of others gets there unescaped.
    private static final String HERE = "<template id=\"here\"></template>";

    /** One line, as it is shown. */
    record Line(Show show, Event event) {
        String tone() {
            return switch (event.level()) {
                case DONE -> "good";
                case WARNING -> "busy";
                case ERROR -> "bad";
                case STEP -> "step";
                case OUTPUT -> "output";
            };
        }
    }

    /** How it ended; empty: well. */
    record Outcome(Optional<SteadException> failure, String back, String backText) {}

    /**
     * Does it.
     *
     * @throws SteadException when it failed before anything happened
     */
    void run(Consumer<Consumer<Event>> work) {
        String[] page =
                Html.of(html -> JteprogressGenerated.render(html, null, frame)).split(HERE, 2);
        Optional<SteadException> failure = Optional.empty();
        try {
            work.accept(event -> line(page[0], event));
        } catch (SteadException e) {
            if (!out.begun()) {
                throw e;
            }
            failure = Optional.of(e);
        }
        begin(page[0]);
        Outcome outcome = new Outcome(failure, back, backText);
        out.write(Html.of(html -> JteoutcomeGenerated.render(html, null, outcome)) + page[1]);
    }

    private void line(String head, Event event) {
        begin(head);
        Line line = new Line(frame.show(), event);
        out.write(Html.of(html -> JteeventGenerated.render(html, null, line)));
    }

    private void begin(String head) {
        if (!out.begun()) {
            out.begin(Reply.HTML);
            out.write(head);
        }
    }
}
