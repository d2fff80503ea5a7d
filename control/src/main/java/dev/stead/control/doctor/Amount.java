package dev.stead.control.doctor;

import java.time.Duration;
import java.util.Locale;

/** Sizes and times as people read them. */
final class Amount {
    private Amount() {}

    /** Bytes, such as {@code 512 MiB} or {@code 1.5 GiB}. */
    static String size(long bytes) {
        double amount = Math.max(0, bytes);
        String unit = "B";
        for (String next : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
            if (amount < 1024) {
                break;
            }
            amount /= 1024;
            unit = next;
        }
        return number(amount) + " " + unit;
    }

    /** Such as {@code 3.2 ms}. */
    static String time(Duration time) {
        return number(time.toNanos() / 1e6) + " ms";
    }

    /** One digit after the point while it says something. */
    static String number(double amount) {
        return amount >= 100 || amount == Math.rint(amount)
                ? String.format(Locale.ROOT, "%.0f", amount)
                : String.format(Locale.ROOT, "%.1f", amount);
    }
}
