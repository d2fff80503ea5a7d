package dev.stead.model;

/**
 * One mistake in a system file.
 *
 * @param line from 1
 * @param column from 1
 * @param path where in the document, such as {@code components.api.route}; empty for the document
 *     itself
 * @param what what is wrong, a sentence without a full stop
 * @param mend what to do about it, a sentence without a full stop
 */
public record Problem(int line, int column, String path, String what, String mend)
        implements Comparable<Problem> {
    @Override
    public int compareTo(Problem other) {
        return java.util.Comparator.comparingInt(Problem::line)
                .thenComparingInt(Problem::column)
                .thenComparing(Problem::path)
                .thenComparing(Problem::what)
                .compare(this, other);
    }
}
