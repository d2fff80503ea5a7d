package dev.stead.agent;

import dev.stead.driver.Exit;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What happened, in words that users read. */
final class Words {
    private static final int SIGNALS = 128;
    private static final Map<Integer, String> NAMES =
            Map.of(
                    1, "HUP", 2, "INT", 3, "QUIT", 4, "ILL", 6, "ABRT", 7, "BUS", 8, "FPE", 9,
                    "KILL", 11, "SEGV", 15, "TERM");

    private Words() {}

    /** As in "it ended with exit status 1". */
    static String of(Exit exit) {
        if (exit.outOfMemory()) {
            return "ran out of memory and was ended by the kernel";
        }
        if (exit.status().isEmpty()) {
            return "ended, its exit status is not known";
        }
        int status = exit.status().getAsInt();
        if (status > SIGNALS && status <= SIGNALS + 64) {
            int signal = status - SIGNALS;
            return "was ended by signal " + NAMES.getOrDefault(signal, String.valueOf(signal));
        }
        return "ended by itself with exit status " + status;
    }

    /** As people write it: 200 ms, 1.5 s, 60 s, 5 min. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis % 1000 != 0 && millis < 10_000) {
            return millis / 1000 + "." + millis % 1000 / 100 + " s";
        }
        long seconds = millis / 1000;
        return seconds >= 120 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    /** As people write sizes: 640 KiB, 1.2 GiB. */
    static String ofBytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        String text = String.format(Locale.ROOT, "%.1f", amount);
        return text.replaceFirst("\\.0$", "") + " " + units[unit];
    }

    /** What a failure says of itself. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : message;
    }
}
