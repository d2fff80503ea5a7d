package dev.stead.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component: a mapping in which one key tells the kind. Something is always read, so that others
 * may need a component whatever is wrong with it.
 */
record ComponentShape() implements Shape<Drafts.Draft> {
    @Override
    public Optional<Drafts.Draft> read(Node node, Place at, Problems problems) {
        var unknown = new Drafts.Draft(Optional.empty(), new Found(at));
        if (!(node instanceof Node.Mapping mapping)) {
            notMapping(node, at, problems);
            return Optional.of(unknown);
        }
        var kinds = new ArrayList<Node.Entry>();
        var later = new ArrayList<Node.Entry>();
        for (var entry : mapping.entries()) {
            if (kinds.stream().noneMatch(e -> e.key().equals(entry.key()))) {
                Kinds.find(entry.key()).ifPresent(_ -> kinds.add(entry));
                Kinds.later(entry.key()).ifPresent(_ -> later.add(entry));
            }
        }
        later.forEach(e -> Kinds.later(e.key()).ifPresent(l -> l.refuse(at.ofKey(e), problems)));
        if (kinds.size() > 1) {
            several(kinds, at, problems);
        } else if (kinds.size() == 1 && later.isEmpty()) {
            var kind = Kinds.find(kinds.getFirst().key());
            return kind.flatMap(k -> k.keys().read(node, at, problems))
                    .map(found -> new Drafts.Draft(kind, found));
        } else if (later.isEmpty()) {
            noKind(mapping, at, problems);
        }
        return Optional.of(unknown);
    }

    private static void several(List<Node.Entry> kinds, Place at, Problems problems) {
        var words = kinds.stream().map(Node.Entry::key).toList();
        problems.add(
                at.ofKey(kinds.get(1)),
                Suggestion.list(words) + " are kinds of components, each component has one",
                "make a component of its own for each");
    }

    private static void noKind(Node.Mapping mapping, Place at, Problems problems) {
        for (var entry : mapping.entries()) {
            var near = Suggestion.nearest(entry.key(), Kinds.words());
            if (near.isPresent()) {
                problems.add(
                        at.ofKey(entry),
                        "there is no kind `" + Suggestion.shortened(entry.key()) + "`",
                        "write `" + near.get() + "` if that is meant");
                return;
            }
        }
        problems.add(
                at,
                "the component has no kind",
                "give it one of the keys " + Suggestion.list(Kinds.words()));
    }

    private static void notMapping(Node node, Place at, Problems problems) {
        var kind =
                node instanceof Node.Scalar scalar
                        ? Kinds.find(scalar.text())
                        : Optional.<Kind>empty();
        problems.add(
                at,
                node.sort() + " is here, a component is expected",
                kind.map(k -> "write `" + k.keys().like() + "`")
                        .orElse(
                                "write a mapping with one of the keys "
                                        + Suggestion.list(Kinds.words())));
    }

    @Override
    public boolean fits(Node node) {
        return node instanceof Node.Mapping;
    }

    @Override
    public String words() {
        return "a component";
    }

    @Override
    public String like() {
        return "{ service: ./serve }";
    }

    @Override
    public Map<String, Object> schema(Definitions definitions) {
        return Map.of(
                "oneOf", Kinds.ALL.stream().map(kind -> kind.keys().schema(definitions)).toList());
    }
}
