package dev.stead.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** That every need exists, can be needed, and that some order of starting exists. */
final class NeedsCheck {
    private final Drafts drafts;
    private final Problems problems;
    private final List<String> path = new ArrayList<>();
    private final Set<String> done = new HashSet<>();

    NeedsCheck(Drafts drafts, Problems problems) {
        this.drafts = drafts;
        this.problems = problems;
    }

    void check() {
        drafts.each((name, draft) -> Drafts.needs(draft).forEach(need -> check(name, need)));
        drafts.each((name, _) -> follow(name));
    }

    private void check(String name, Placed<String> need) {
        var wanted = need.value();
        var draft = drafts.find(wanted);
        if (wanted.equals(name)) {
            problems.add(need.at(), "`" + name + "` needs itself", "take it out");
        } else if (draft.isEmpty()) {
            problems.add(
                    need.at(),
                    "there is no component `" + wanted + "`",
                    Suggestion.nearest(wanted, drafts.byName().keySet())
                            .map(near -> "write `" + near + "` if that is meant")
                            .orElse("add it under `components`, or take it out"));
        } else {
            draft.get()
                    .kind()
                    .filter(kind -> kind.gives().isEmpty())
                    .ifPresent(kind ->
                            problems.add(
                                    need.at(),
                                    "`%s` is %s, which cannot be needed: it offers nothing to components"
                                            .formatted(wanted, kind.keys().words()),
                                    "take it out"));
        }
    }

    /** Depth first; a need that leads back into the path closes a cycle. */
    private void follow(String name) {
        if (done.contains(name)) {
            return;
        }
        path.add(name);
        drafts.find(name).map(Drafts::needs).orElse(List.of()).forEach(need -> follow(name, need));
        path.removeLast();
        done.add(name);
    }

    private void follow(String name, Placed<String> need) {
        int start = path.indexOf(need.value());
        if (start < 0) {
            follow(need.value());
        } else if (!need.value().equals(name)) {
            var cycle = new ArrayList<>(path.subList(start, path.size()));
            cycle.add(need.value());
            problems.add(
                    need.at(),
                    "needs go round in a circle: `" + String.join("` needs `", cycle) + "`",
                    "take one of these needs out, so that one can start first");
        }
    }
}
