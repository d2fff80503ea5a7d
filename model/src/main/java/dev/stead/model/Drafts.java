package dev.stead.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The components that were read, right or wrong, in the order of the file. */
record Drafts(Map<String, Draft> byName) {
    /**
     * One component.
     *
     * @param kind empty when it cannot be told, which is a mistake that has been added
     */
    record Draft(Optional<Kind> kind, Found found) {}

    static Drafts of(Map<String, Placed<Draft>> placed) {
        var drafts = new LinkedHashMap<String, Draft>();
        placed.forEach((name, draft) -> drafts.put(name, draft.value()));
        return new Drafts(drafts);
    }

    Optional<Draft> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Does something with each. */
    void each(BiConsumer<String, Draft> use) {
        byName.forEach(use);
    }

    /** What a component needs. */
    static List<Placed<String>> needs(Draft draft) {
        return draft.found().value(CommonKeys.NEEDS).orElse(List.of());
    }
}
