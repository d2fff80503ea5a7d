package dev.stead.control.engines;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All engines and all who wait; an immutable image of what is on record.
 *
 * @param rows in no particular order
 * @param queue by turn
 */
record House(List<EngineRow> rows, List<Ticket> queue) {
    static final House EMPTY = new House(List.of(), List.of());

    House {
        rows = List.copyOf(rows);
        queue = List.copyOf(queue);
    }

    Optional<EngineRow> row(String id) {
        return rows.stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /** The one that is open for a key; also one that ends, when there is no other. */
    Optional<EngineRow> row(Key key) {
        return rows.stream()
                .filter(r -> r.key().equals(key))
                .min((a, b) -> a.state() == b.state() ? 0 : a.isOpen() ? -1 : 1);
    }

    Optional<Ticket> ticket(Key key) {
        return queue.stream().filter(t -> t.key().equals(key)).findFirst();
    }

    /** A ticket's place among those of its component, from 1. */
    int place(Ticket ticket) {
        return (int)
                        queue.stream()
                                .filter(t -> t.key().component().equals(ticket.key().component()))
                                .filter(t -> t.turn() < ticket.turn())
                                .count()
                + 1;
    }

    /** What there is of one component. */
    House of(String component) {
        return new House(
                rows.stream().filter(r -> r.component().equals(component)).toList(),
                queue.stream().filter(t -> t.key().component().equals(component)).toList());
    }

    /** With this row in place of the one of its id, if there is one. */
    House with(EngineRow row) {
        List<EngineRow> next = new ArrayList<>(rows);
        int at = 0;
        while (at < next.size() && !next.get(at).id().equals(row.id())) {
            at++;
        }
        if (at == next.size()) {
            next.add(row);
        } else {
            next.set(at, row);
        }
        return new House(next, queue);
    }

    House without(EngineRow row) {
        return new House(rows.stream().filter(r -> !r.id().equals(row.id())).toList(), queue);
    }

    House with(Ticket ticket) {
        List<Ticket> next = new ArrayList<>(queue);
        int at = 0;
        while (at < next.size() && next.get(at).turn() <= ticket.turn()) {
            at++;
        }
        next.add(at, ticket);
        return new House(rows, next);
    }

    House without(Ticket ticket) {
        return new House(rows, queue.stream().filter(t -> !t.key().equals(ticket.key())).toList());
    }
}
