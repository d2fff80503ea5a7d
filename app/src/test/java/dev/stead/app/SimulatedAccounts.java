package dev.stead.app;

import dev.stead.api.Accounts;
import dev.stead.api.Role;
import dev.stead.base.StateFolder;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.state.StateDatabase;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/**
 * The state database and the accounts, which are the same for one history after the other: opening
 * them takes longer than a history.
 */
record SimulatedAccounts(StateDatabase database, AccountsRole role) implements AutoCloseable {
    static SimulatedAccounts open(StateFolder folder) {
        StateDatabase database = new StateDatabase(folder.database());
        AccountsRole role =
                new AccountsRole(
                        database,
                        folder,
                        InstantSource.system(),
                        () -> 0,
                        "boot",
                        new SecureRandom());
        role.start();
        SimulatedDesk.PEOPLE.forEach(name ->
                role.accounts()
                        .add(
                                SimulatedSystem.OWNER,
                                new Accounts.NewAccount(
                                        name, Role.USER, List.of(), "people of a simulation 7")));
        return new SimulatedAccounts(database, role);
    }

    /** As if nothing had ever been applied. */
    void clear() {
        database.write(h ->
                List.of(
                                "applied",
                                "site",
                                "component",
                                "audit",
                                "engine",
                                "engine_guest",
                                "engine_ticket",
                                "engine_use")
                        .forEach(table -> h.execute("DELETE FROM " + table)));
    }

    /** Ends all sessions of somebody, as an operator can. */
    void signOut(String who) {
        role.accounts().endSessions(SimulatedSystem.OWNER, who);
    }

    @Override
    public void close() {
        role.close();
    }
}
