package dev.stead.control.accounts;

import dev.stead.api.Accounts.NewToken;
import dev.stead.api.Accounts.TokenRequest;
import dev.stead.api.Accounts.TokenView;
import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.api.Scope;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.accounts.Commands.Action;
import dev.stead.control.accounts.Commands.Changed;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tokens for the API: one's own and everybody's. */
final class TokenCommands {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int LONGEST_NAME = 100;

    private final Commands commands;
    private final Mint mint;
    private final InstantSource wall;

    TokenCommands(Commands commands, Mint mint, InstantSource wall) {
        this.commands = commands;
        this.mint = mint;
        this.wall = wall;
    }

    List<TokenView> own(Caller caller) {
        return commands.see(
                caller,
                Permission.SEE_OWN,
                (h, by) ->
                        by.account()
                                .map(a ->
                                        TokenTable.all(h).stream()
                                                .filter(t -> t.account().equals(a.id()))
                                                .map(t -> t.view(a.name()))
                                                .toList())
                                .orElse(List.of()));
    }

    List<TokenView> all(Caller caller) {
        return commands.see(
                caller,
                Permission.SEE_ACCOUNTS,
                (h, by) -> {
                    Map<String, String> names =
                            AccountTable.all(h).stream()
                                    .collect(Collectors.toMap(Account::id, Account::name));
                    return TokenTable.all(h).stream()
                            .map(t -> t.view(names.getOrDefault(t.account(), "")))
                            .toList();
                });
    }

    NewToken make(Caller caller, TokenRequest request) {
        return commands.change(
                caller,
                Permission.CHANGE_OWN,
                new Action("token make", shown(request)),
                (h, by) -> made(h, OwnCommands.own(by), request));
    }

    NewToken makeFor(Caller caller, String account, TokenRequest request) {
        return commands.change(
                caller,
                Permission.MAKE_TOKENS,
                new Action("token make", shown(request)),
                (h, by) -> made(h, AccountTable.named(h, account), request));
    }

    private static String shown(TokenRequest request) {
        return AccountName.shown(Objects.requireNonNullElse(request.name(), ""));
    }

    private Changed<NewToken> made(Handle h, Account account, TokenRequest request) {
        long now = wall.millis();
        check(request, account.role(), now);
        List<Scope> scopes = request.scopes().stream().distinct().sorted().toList();
        Token token =
                new Token(
                        mint.id(),
                        account.id(),
                        request.name().strip(),
                        scopes,
                        now,
                        request.ends().toEpochMilli(),
                        0);
        String secret = mint.token();
        TokenTable.insert(h, token, secret);
        return Changed.to(
                new NewToken(token.view(account.name()), secret), summary(token, account));
    }

    private static String summary(Token token, Account account) {
        return "id="
                + token.id()
                + " account="
                + account.name()
                + " scopes="
                + token.scopes().stream().map(Scope::word).collect(Collectors.joining(","));
    }

    private static void check(TokenRequest request, Role role, long now) {
        if (request.name() == null || request.scopes() == null || request.ends() == null) {
            throw wrong("the token lacks a name, scopes or an end", "give it all three");
        }
        String name = request.name().strip();
        if (!PlainText.is(name)) {
            throw wrong(
                    "the token's name holds a character that cannot be seen",
                    "leave out line ends, tabs and marks");
        }
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw wrong(
                    "the token has no name, or a long one",
                    "say what it is for, with at most " + LONGEST_NAME + " characters");
        }
        if (request.scopes().isEmpty() || request.scopes().stream().anyMatch(Objects::isNull)) {
            throw wrong("the token has no scope", "take read, run or accounts");
        }
        for (Scope scope : request.scopes()) {
            if (Arrays.stream(Permission.values())
                    .noneMatch(p -> p.isOf(role) && p.scope().equals(Optional.of(scope)))) {
                throw wrong(
                        "the role " + role.word() + " has no use for the scope " + scope.word(),
                        "leave it out");
            }
        }
        long lasts = Moments.millis(request.ends()) - now;
        if (lasts <= 0 || lasts > LONGEST.toMillis()) {
            throw wrong(
                    "the token would end at " + request.ends(),
                    "take a moment after now and within a year");
        }
    }

    void revokeOwn(Caller caller, String id) {
        commands.change(
                caller,
                Permission.CHANGE_OWN,
                new Action("token revoke", AccountName.shown(id)),
                (h, by) -> {
                    Account account = OwnCommands.own(by);
                    Token token = find(h, id);
                    if (!token.account().equals(account.id())) {
                        throw unknown();
                    }
                    return revoked(h, token, account);
                });
    }

    void revoke(Caller caller, String id) {
        commands.change(
                caller,
                Permission.CHANGE_ACCOUNTS,
                new Action("token revoke", AccountName.shown(id)),
                (h, by) -> {
                    Token token = find(h, id);
                    Account account =
                            AccountTable.byId(h, token.account())
                                    .orElseThrow(TokenCommands::unknown);
                    Identification.permitOn(by, account.role());
                    return revoked(h, token, account);
                });
    }

    private static Changed<Boolean> revoked(Handle h, Token token, Account account) {
        TokenTable.delete(h, token.id());
        return new Changed<>(true, summary(token, account), "");
    }

    private static Token find(Handle h, String id) {
        return TokenTable.byId(h, id).orElseThrow(TokenCommands::unknown);
    }

    private static SteadException unknown() {
        return new SteadException(
                Code.UNKNOWN, "there is no such token", "stead token list shows all");
    }

    private static SteadException wrong(String what, String mend) {
        return new SteadException(Code.WRONG_USAGE, what, mend);
    }
}
