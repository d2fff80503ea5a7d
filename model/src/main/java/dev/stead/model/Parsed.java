package dev.stead.model;

/** What became of one text. */
sealed interface Parsed<T> {
    /** It means this. */
    record Good<T>(T value) implements Parsed<T> {}

    /** It is wrong. */
    record Bad<T>(String what, String mend) implements Parsed<T> {}

    static <T> Parsed<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Parsed<T> bad(String what, String mend) {
        return new Bad<>(what, mend);
    }
}
