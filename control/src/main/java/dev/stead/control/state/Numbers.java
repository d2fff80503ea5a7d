package dev.stead.control.state;

import org.jdbi.v3.core.Handle;

/** Numbers of instances, each given once. Within the caller's transaction. */
public final class Numbers {
    private Numbers() {}

    /**
     * An id that no instance of the component ever had.
     *
     * @param known the highest number of an instance that exists
     */
    public static String nextId(Handle h, String component, int known) {
        ensure(h, component);
        int last =
                h.createQuery("SELECT last FROM component WHERE name = :name")
                        .bind("name", component)
                        .mapTo(Integer.class)
                        .one();
        int next = Math.max(last, known) + 1;
        h.createUpdate("UPDATE component SET last = :next WHERE name = :name")
                .bind("next", next)
                .bind("name", component)
                .execute();
        return component + "-" + next;
    }

    /** Makes the row of a component that has none yet. */
    public static void ensure(Handle h, String component) {
        h.createUpdate(
                        "INSERT INTO component (name, port, last) SELECT :name, 0, 0"
                                + " WHERE NOT EXISTS (SELECT 1 FROM component WHERE name = :name)")
                .bind("name", component)
                .execute();
    }
}
