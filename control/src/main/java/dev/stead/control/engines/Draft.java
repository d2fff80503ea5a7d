package dev.stead.control.engines;

import org.jdbi.v3.core.Handle;

import java.util.List;

/**
 * What one transaction makes of the rows: each change is written at once, and seen by whoever looks
 * at the draft next. Of the database's thread, while the transaction lasts.
 */
final class Draft {
    private final Handle handle;
    private final EngineTable table;
    private House house;

    Draft(Handle handle, EngineTable table, House before) {
        this.handle = handle;
        this.table = table;
        this.house = before;
    }

    /** For what else belongs to the transaction. */
    Handle handle() {
        return handle;
    }

    /** With all changes so far. */
    House house() {
        return house;
    }

    void insert(EngineRow row) {
        table.insert(handle, row);
        house = house.with(row);
    }

    void update(EngineRow row) {
        table.update(handle, row);
        house = house.with(row);
    }

    void delete(EngineRow row) {
        table.delete(handle, row);
        house = house.without(row);
    }

    /** Lets these accounts in, and no others. */
    EngineRow admit(EngineRow row, List<String> guests) {
        table.guests(handle, row.id(), guests);
        EngineRow shared = row.sharedWith(guests);
        house = house.with(shared);
        return shared;
    }

    void insert(Ticket ticket) {
        table.insert(handle, ticket);
        house = house.with(ticket);
    }

    void delete(Ticket ticket) {
        table.delete(handle, ticket);
        house = house.without(ticket);
    }
}
