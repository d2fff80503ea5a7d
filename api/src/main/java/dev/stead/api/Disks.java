package dev.stead.api;

import java.nio.file.Path;
import java.util.List;

/** The file systems that Stead writes to, for whoever wants to write much. Thread-safe. */
public interface Disks {
    /** Nobody watches, and nothing is refused. */
    Disks UNWATCHED =
            new Disks() {
                @Override
                public void demand(Path folder, long bytes, String what) {}

                @Override
                public List<String> warnings() {
                    return List.of();
                }
            };

    /**
     * Lets a change begin that needs space, or refuses it. Asks the disk itself, at once.
     *
     * @param folder where the change will write; need not exist
     * @param bytes that it will take at least, as far as that is known
     * @param what it is, as in "too little to {start new instances}"
     * @throws dev.stead.base.SteadException EXHAUSTED, naming the file system, what is free, what
     *     is needed and the mend, when too little would be left
     */
    void demand(Path folder, long bytes, String what);

    /** What to tell about disks that are not well, and what was deleted for them. */
    List<String> warnings();
}
