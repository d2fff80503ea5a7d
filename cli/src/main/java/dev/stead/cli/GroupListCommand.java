package dev.stead.cli;

import dev.stead.api.Accounts.GroupView;
import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code stead group list}. */
@Command(
        name = "list",
        description = "Lists groups, their members and the routes that are theirs.",
        footer = {"", "Example:", "  stead group list"})
final class GroupListCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    GroupListCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        List<GroupView> groups = accounts.groups(Surface.caller());
        if (options.json) {
            surface.json(Map.of("groups", groups));
            return 0;
        }
        Table table = new Table("GROUP", "MEMBERS", "ROUTES");
        groups.forEach(g ->
                table.add(g.name(), String.join(" ", g.members()), String.join(" ", g.routes())));
        table.lines().forEach(surface.out()::println);
        return 0;
    }
}
