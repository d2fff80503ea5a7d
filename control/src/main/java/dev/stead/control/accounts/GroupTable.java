package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows of memberships. Everything happens within the caller's transaction. */
final class GroupTable {
    private GroupTable() {}

    /** The groups of an account, sorted. */
    static List<String> of(Handle h, String account) {
        return h.createQuery(
                        "SELECT group_name FROM membership WHERE account_id = :account"
                                + " ORDER BY group_name")
                .bind("account", account)
                .mapTo(String.class)
                .list();
    }

    /** The names of the members of each group, sorted. */
    static SortedMap<String, List<String>> members(Handle h) {
        SortedMap<String, List<String>> members = new TreeMap<>();
        h.createQuery(
                        "SELECT m.group_name, a.name FROM membership m JOIN account a"
                                + " ON a.id = m.account_id ORDER BY m.group_name, a.name")
                .map((r, c) -> List.of(r.getString(1), r.getString(2)))
                .forEach(row ->
                        members.computeIfAbsent(row.getFirst(), g -> new ArrayList<>())
                                .add(row.getLast()));
        return members;
    }

    static void join(Handle h, String account, String group) {
        leave(h, account, group);
        h.createUpdate("INSERT INTO membership (account_id, group_name) VALUES (:account, :group)")
                .bind("account", account)
                .bind("group", group)
                .execute();
    }

    static void leave(Handle h, String account, String group) {
        h.createUpdate("DELETE FROM membership WHERE account_id = :account AND group_name = :group")
                .bind("account", account)
                .bind("group", group)
                .execute();
    }
}
