package dev.stead.model;

import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the tree from the parser's events. Depth and size are bounded while it grows, with an
 * alias counted as all that it stands for, so that neither deep nesting nor aliases of aliases cost
 * more than a message.
 */
final class YamlTree {
    static final int MAX_DEPTH = 24;
    static final int MAX_NODES = 50_000;

    private final Iterator<Event> events;
    private final Map<Anchor, Node> anchored = new HashMap<>();

    YamlTree(Iterator<Event> events) {
        this.events = events;
    }

    Node document() {
        events.next(); // the start of the stream
        var start = events.next();
        if (!(start instanceof DocumentStartEvent)) {
            throw new YamlMistake(
                    new Node.Mark(1, 1),
                    "the file is empty",
                    "start with `system: NAME` and `components:`");
        }
        var root = node(events.next(), 0);
        events.next(); // the end of the document
        var next = events.next();
        if (next instanceof DocumentStartEvent) {
            throw new YamlMistake(
                    mark(next),
                    "a second document starts here, one file describes one system",
                    "take the `---` out, or make a file of its own for the second system");
        }
        return root;
    }

    private Node node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw new YamlMistake(
                    mark(event),
                    "lists and mappings are nested more than " + MAX_DEPTH + " deep here",
                    "write it flatter; nothing in a system file needs that depth");
        }
        return switch (event) {
            case AliasEvent alias -> aliased(alias);
            case ScalarEvent scalar -> {
                refuseTag(scalar, scalar.getTag());
                yield keep(
                        scalar, new Node.Scalar(mark(scalar), scalar.getValue(), scalar.isPlain()));
            }
            case MappingStartEvent start -> keep(start, mapping(start, depth));
            case CollectionStartEvent start -> keep(start, listing(start, depth));
            default -> throw new IllegalStateException("no node starts with " + event);
        };
    }

    private Node listing(CollectionStartEvent start, int depth) {
        refuseTag(start, start.getTag());
        var items = new ArrayList<Node>();
        int size = 1;
        for (var event = events.next(); !ends(event); event = events.next()) {
            var item = node(event, depth + 1);
            items.add(item);
            size = grown(size, item, event);
        }
        return new Node.Listing(mark(start), items, size);
    }

    private Node mapping(MappingStartEvent start, int depth) {
        refuseTag(start, start.getTag());
        List<Node.Entry> entries = new ArrayList<>();
        int size = 1;
        for (var event = events.next(); !ends(event); event = events.next()) {
            var key = key(node(event, depth + 1), event);
            var valueEvent = events.next();
            var value = node(valueEvent, depth + 1);
            entries.add(new Node.Entry(mark(event), key, value, shown(event, valueEvent, value)));
            size = grown(size, value, valueEvent);
        }
        return new Node.Mapping(mark(start), entries, size);
    }

    private static Node.Mark shown(Event key, Event valueEvent, Node value) {
        var from = mark(key);
        var mark = mark(valueEvent);
        return value.isNothing() || mark.line() != from.line() ? from : mark;
    }

    private static String key(Node key, Event event) {
        if (key instanceof Node.Scalar scalar && !scalar.isNothing()) {
            if (scalar.plain() && scalar.text().equals("<<")) {
                throw new YamlMistake(
                        mark(event),
                        "the merge key `<<` is not part of YAML 1.2",
                        "write the keys out, or give a whole value an anchor and refer to it");
            }
            return scalar.text();
        }
        throw new YamlMistake(
                mark(event),
                key.sort() + " is used as a key, a key is a text",
                "write a name before the `:`, and quotes around it if it is an odd one");
    }

    private Node aliased(AliasEvent alias) {
        var node = anchored.get(alias.getAlias());
        if (node == null) {
            var name = Suggestion.shortened(alias.getAlias().getValue());
            throw new YamlMistake(
                    mark(alias),
                    "`*" + name + "` refers to an anchor that is not complete above it",
                    "write `&" + name + "` at the value that is meant, before this");
        }
        return node;
    }

    private Node keep(NodeEvent event, Node node) {
        event.getAnchor().ifPresent(anchor -> anchored.put(anchor, node));
        return node;
    }

    private static int grown(int size, Node child, Event at) {
        int sum = size + child.size() + 1;
        if (sum > MAX_NODES) {
            throw new YamlMistake(
                    mark(at),
                    "the file grows to more than "
                            + MAX_NODES
                            + " values here, with what its aliases stand for",
                    "use fewer aliases, and none for values that hold aliases themselves");
        }
        return sum;
    }

    private static void refuseTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw new YamlMistake(
                    mark(event),
                    "a tag (`!`) is written here, a system file has none",
                    "take it out; put quotes around a text that starts with `!`");
        }
    }

    private static boolean ends(Event event) {
        return event.getEventId() == Event.ID.MappingEnd
                || event.getEventId() == Event.ID.SequenceEnd;
    }

    static Node.Mark mark(Event event) {
        return event.getStartMark()
                .map(m -> new Node.Mark(m.getLine() + 1, m.getColumn() + 1))
                .orElse(new Node.Mark(1, 1));
    }
}
