package dev.stead.model;

/** Ends the reading of YAML: what follows cannot be understood. Never leaves {@link YamlReader}. */
@SuppressWarnings("serial") // never serialized
final class YamlMistake extends RuntimeException {
    private final Place at;
    private final String what;
    private final String mend;

    YamlMistake(Node.Mark mark, String what, String mend) {
        super(what, null, false, false);
        this.at = new Place(mark.line(), mark.column(), "");
        this.what = what;
        this.mend = mend;
    }

    Place at() {
        return at;
    }

    String what() {
        return what;
    }

    String mend() {
        return mend;
    }
}
