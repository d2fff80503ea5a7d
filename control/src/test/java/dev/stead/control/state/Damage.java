package dev.stead.control.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a disk does to a file: one bit is another one, or the rest is gone.
 *
 * @param at the byte
 * @param bit which of its bits; -1 for the end of the file there
 */
public record Damage(int at, int bit) {
    private static final int SAMPLE = 20;

    /** Each byte at full counts, a sample at small ones: flipped there, and cut off there. */
    public static List<Damage> of(int length, Random random) {
        List<Damage> damages = new ArrayList<>();
        int step = Counts.of(Math.max(1, length / SAMPLE), 1);
        for (int at = random.nextInt(step); at < length; at += step) {
            damages.add(new Damage(at, random.nextInt(8)));
            damages.add(new Damage(at, -1));
        }
        return damages;
    }

    /** The bytes that are left of these. */
    public byte[] to(byte[] good) {
        if (bit < 0) {
            return Arrays.copyOf(good, at);
        }
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << bit);
        return bad;
    }
}
