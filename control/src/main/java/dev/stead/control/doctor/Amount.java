package dev.stead.control.doctor;

import java.time.Duration;
import java.util.Locale;

/** Numbers and times as people read them. */
final class Amount {
    private Amount() {}

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
