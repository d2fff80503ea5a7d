package dev.stead.base;

import java.util.List;
import java.util.Locale;

/**
 * A number of bytes as people read it: {@code 812 bytes}, {@code 3.4 MiB}, {@code 120 GiB}.
 *
 * @param bytes not negative
 */
public record ByteCount(long bytes) {
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
    private static final int STEP = 1024;

    /** Without a digit behind the point where three stand before it. */
    @Override
    public String toString() {
        if (bytes < STEP) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= STEP && unit + 1 < UNITS.size()) {
            amount /= STEP;
            unit++;
        }
        String digits = amount < 100 && amount != Math.rint(amount) ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, digits + " " + UNITS.get(unit), amount);
    }
}
