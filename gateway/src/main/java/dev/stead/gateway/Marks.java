package dev.stead.gateway;

/**
 * A set of ASCII characters that is fast to ask.
 *
 * @param low a bit for each of the first 64
 * @param high a bit for each of the others
 */
record Marks(long low, long high) {
    static Marks of(String characters) {
        long low = 0;
        long high = 0;
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            low |= c < 64 ? 1L << c : 0;
            high |= c < 64 ? 0 : 1L << (c - 64);
        }
        return new Marks(low, high);
    }

    boolean have(char c) {
        return c < 128 && ((c < 64 ? low : high) >>> (c & 63) & 1) != 0;
    }
}
