package dev.stead.console;

import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far an opening is, as the page that waits shows it.
 *
 * @param tone how it looks: one of the classes of the style sheet
 * @param text in a few words
 * @param detail why, where that helps
 * @param seconds since it was asked for
 * @param id of its engine, once there is one
 * @param go where to go, once it is ready
 */
record OpeningState(
        String version,
        Phase phase,
        String tone,
        String text,
        Optional<String> detail,
        long seconds,
        Optional<String> id,
        Optional<String> go,
        List<String> lines) {
    private static final int LONGEST_LINE = 500;

    OpeningState {
        lines = List.copyOf(lines);
    }

    static OpeningState of(Opening opening, DeepLink deep, Instant now) {
        boolean ready = opening.phase() == Phase.READY;
        return new OpeningState(
                opening.version(),
                opening.phase(),
                new Show(now).tone(opening.phase().word()),
                text(opening),
                opening.reason().map(Show::sentence),
                Math.max(0, Duration.between(opening.began(), now).toSeconds()),
                opening.id(),
                opening.url().filter(_ -> ready).map(deep::at),
                opening.lines().stream().map(OpeningState::cut).toList());
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }

    private static String text(Opening opening) {
        return switch (opening.phase()) {
            case QUEUED -> "Waiting for a free place" + place(opening);
            case STARTING -> "Starting";
            case READY -> "Ready";
            case ENDING -> "The one before is ending";
            case FAILED -> "It has failed";
            case CLOSED -> "It is not open, or not any more";
        };
    }

    private static String place(Opening opening) {
        if (opening.place().isEmpty()) {
            return "";
        }
        int place = opening.place().getAsInt();
        return place == 1 ? ": you are next" : ": you are " + ordinal(place) + " in line";
    }

    /** 1st, 2nd, 3rd, 4th, 11th. */
    static String ordinal(int number) {
        boolean teens = number / 10 % 10 == 1;
        return number
                + switch (teens ? 0 : number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }

    /** Whether something will happen by itself. */
    boolean goesOn() {
        return switch (phase) {
            case QUEUED, STARTING, READY, ENDING -> true;
            case FAILED, CLOSED -> false;
        };
    }

    /** Whether a part of the page is left out now that belongs to these phases. */
    boolean hides(String phases) {
        return !List.of(phases.split(" ")).contains(phase.word());
    }
}
