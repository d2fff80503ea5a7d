package dev.stead.cli;

import dev.stead.api.Accounts.TokenView;
import dev.stead.api.AccountsClient;
import dev.stead.api.Scope;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code stead token list}. */
@Command(
        name = "list",
        description = "Lists tokens, without their secrets.",
        footer = {"", "Example:", "  stead token list"})
final class TokenListCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    TokenListCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        List<TokenView> tokens = accounts.tokens(Surface.caller());
        if (options.json) {
            surface.json(Map.of("tokens", tokens));
            return 0;
        }
        Table table = new Table("ID", "ACCOUNT", "NAME", "SCOPES", "ENDS", "LAST USED");
        for (TokenView token : tokens) {
            table.add(
                    token.id(),
                    token.account(),
                    token.name(),
                    token.scopes().stream().map(Scope::word).collect(Collectors.joining(" ")),
                    Times.text(token.ends()),
                    token.used().map(Times::text).orElse("never"));
        }
        table.lines().forEach(surface.out()::println);
        return 0;
    }
}
