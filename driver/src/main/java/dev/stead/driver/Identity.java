package dev.stead.driver;

import java.util.List;
import java.util.Optional;

/** As whom a program runs. */
sealed interface Identity {
    /** The words for setpriv(1). */
    List<String> words();

    /** A user of this machine with all groups. */
    record Known(Account account) implements Identity {
        @Override
        public List<String> words() {
            return List.of("--reuid=" + account.uid(), "--regid=" + account.gid(), "--init-groups");
        }
    }

    /**
     * A number that is nobody else's, without any capability to be had.
     *
     * @param group that it is in besides its own
     */
    record Numbered(int uid, Optional<Integer> group) implements Identity {
        @Override
        public List<String> words() {
            return List.of(
                    "--reuid=" + uid,
                    "--regid=" + uid,
                    group.map(gid -> "--groups=" + gid).orElse("--clear-groups"),
                    "--bounding-set=-all",
                    "--inh-caps=-all");
        }
    }
}
