package dev.stead.model;

/**
 * A word that the file will know.
 *
 * @param name the key
 * @param holds what it is about, to finish "it is about ..."
 * @param meanwhile what to do until then
 */
record Later(String name, String holds, String meanwhile) {
    Later(String name, String holds) {
        this(name, holds, "take it out until then");
    }

    /** Adds the problem of its use. */
    void refuse(Place at, Problems problems) {
        problems.add(
                at, "`" + name + "` (" + holds + ") comes in a later version of Stead", meanwhile);
    }
}
