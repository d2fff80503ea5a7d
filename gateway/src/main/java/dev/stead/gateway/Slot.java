package dev.stead.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is kept for one key: an answer for each audience and each value of what they depend on.
 * Immutable, the newest first.
 */
record Slot(List<Kept> answers) {
    static final Slot EMPTY = new Slot(List.of());

    /** Answers to one key. */
    static final int MOST = 64;

    Slot {
        answers = List.copyOf(answers);
    }

    Optional<Kept> find(CacheRequest request) {
        for (Kept kept : answers) {
            if (kept.head().answers(request)) {
                return Optional.of(kept);
            }
        }
        return Optional.empty();
    }

    /** With one more, in the place of what it replaces; older ones go when it gets too much. */
    Slot with(Kept added, long mostBytes) {
        List<Kept> all = new ArrayList<>();
        all.add(added);
        long bytes = added.weight();
        for (Kept kept : answers) {
            if (added.head().replaces(kept.head())) {
                continue;
            }
            bytes += kept.weight();
            if (all.size() < MOST && bytes <= mostBytes) {
                all.add(kept);
            }
        }
        return new Slot(all);
    }

    Slot without(Kept removed) {
        return new Slot(
                answers.stream().filter(kept -> !removed.head().replaces(kept.head())).toList());
    }

    int weight() {
        long weight = 48;
        for (Kept kept : answers) {
            weight += kept.weight();
        }
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }
}
