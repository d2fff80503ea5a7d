package dev.stead.model;

/**
 * A place in a system file.
 *
 * @param line from 1
 * @param column from 1, in code points
 * @param path names of the keys from the document down, joined by dots; list items as {@code [0]}
 */
record Place(int line, int column, String path) {
    /** The start of the file. */
    static final Place START = new Place(1, 1, "");

    /** The value of a key of the mapping here. */
    Place of(Node.Entry entry) {
        var mark = entry.mark();
        return new Place(mark.line(), mark.column(), below(entry.key()));
    }

    /** The key itself, where the value is not what is wrong. */
    Place ofKey(Node.Entry entry) {
        return new Place(entry.keyMark().line(), entry.keyMark().column(), below(entry.key()));
    }

    /** An item of the list here. */
    Place of(int index, Node item) {
        return new Place(item.mark().line(), item.mark().column(), path + "[" + index + "]");
    }

    private String below(String key) {
        var name = key.matches("[A-Za-z0-9_-]+") ? key : '"' + key + '"';
        var step = Suggestion.shortened(name);
        return path.isEmpty() ? step : path + "." + step;
    }
}
