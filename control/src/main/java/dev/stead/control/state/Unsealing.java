package dev.stead.control.state;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * Takes the seals away in the transaction of a migration, which changes what they are copies of.
 * They are made again by the next connection, also when the machine stopped in between.
 */
final class Unsealing implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement statement = context.getConnection().createStatement();
                var tables =
                        statement.executeQuery(
                                "SELECT COUNT(*) FROM sqlite_master WHERE name = 'seal'")) {
            if (tables.next() && tables.getInt(1) > 0) {
                try (Statement emptying = context.getConnection().createStatement()) {
                    emptying.executeUpdate("DELETE FROM seal");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the seals cannot be taken away", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "unsealing";
    }
}
