package dev.stead.control.accounts;

import dev.stead.api.Accounts.GroupView;
import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.control.accounts.Commands.Action;
import dev.stead.control.accounts.Commands.Changed;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Groups: those that have members, and those that the system file names. */
final class GroupCommands {
    private final Commands commands;
    private final LiveSessions sessions;
    private final Supplier<Rules> rules;

    GroupCommands(Commands commands, LiveSessions sessions, Supplier<Rules> rules) {
        this.commands = commands;
        this.sessions = sessions;
        this.rules = rules;
    }

    /** What becomes of a membership. */
    private interface Step {
        void take(Handle h, String account, String group);
    }

    List<GroupView> all(Caller caller) {
        Map<String, List<String>> routes = rules.get().groups();
        return commands.see(
                caller,
                Permission.SEE_ACCOUNTS,
                (h, by) -> {
                    Map<String, List<String>> members = GroupTable.members(h);
                    TreeSet<String> names = new TreeSet<>(members.keySet());
                    names.addAll(routes.keySet());
                    return names.stream()
                            .map(n ->
                                    new GroupView(
                                            n,
                                            members.getOrDefault(n, List.of()),
                                            routes.getOrDefault(n, List.of())))
                            .toList();
                });
    }

    void join(Caller caller, String group, String account) {
        change(caller, "group join", AccountName.group(group), account, GroupTable::join);
    }

    void leave(Caller caller, String group, String account) {
        change(caller, "group leave", group, account, GroupTable::leave);
    }

    private void change(Caller caller, String words, String group, String name, Step step) {
        commands.change(
                caller,
                Permission.CHANGE_ACCOUNTS,
                new Action(words, AccountName.lower(name)),
                (h, by) -> {
                    Account account = AccountTable.named(h, name);
                    Identification.permitOn(by, account.role());
                    String before = groups(h, account);
                    step.take(h, account.id(), group);
                    String after = groups(h, account);
                    if (!after.equals(before)) {
                        sessions.askAgain(h);
                    }
                    return new Changed<>(true, before, after);
                });
    }

    /** For the audit log. */
    static String groups(Handle h, Account account) {
        return "groups=" + String.join(",", GroupTable.of(h, account.id()));
    }
}
