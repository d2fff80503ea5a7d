package dev.stead.model;

import java.util.List;
import java.util.Optional;

/** All kinds of components. A new kind is added to {@link #ALL}, and nowhere else in the reader. */
final class Kinds {
    static final List<Kind> ALL =
            List.of(
                    SiteKind.KIND,
                    ServiceKind.KIND,
                    EngineKind.KIND,
                    PhpKind.KIND,
                    DatabaseKind.POSTGRES,
                    DatabaseKind.MARIADB,
                    DatabaseKind.REDIS);

    static final List<Later> LATER =
            List.of(new Later("store", "data cores"), new Later("pipes", "datasets and pipes"));

    private Kinds() {}

    /** The words of the file for kinds. */
    static List<String> words() {
        return ALL.stream().map(Kind::word).toList();
    }

    static Optional<Kind> find(String word) {
        return ALL.stream().filter(kind -> kind.word().equals(word)).findFirst();
    }

    static Optional<Later> later(String word) {
        return LATER.stream().filter(later -> later.name().equals(word)).findFirst();
    }
}
