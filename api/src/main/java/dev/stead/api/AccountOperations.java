package dev.stead.api;

import static dev.stead.api.Permission.CHANGE_ACCOUNTS;
import static dev.stead.api.Permission.HOLD_SERVER;
import static dev.stead.api.Permission.MAKE_TOKENS;
import static dev.stead.api.Permission.SEE_ACCOUNTS;

import dev.stead.api.ControlWire.AccountList;
import dev.stead.api.ControlWire.GroupList;
import dev.stead.api.ControlWire.PasswordBody;
import dev.stead.api.ControlWire.TokenList;
import dev.stead.api.Operation.Sort;

import java.util.List;
import java.util.stream.Stream;

/** Operations on everybody's accounts, groups and tokens, and on the audit log. */
record AccountOperations(Accounts accounts, Audit audit) {
    private static final String ACCOUNT = "/v1/accounts/{name}";
    private static final String MEMBER = "/v1/groups/{group}/members/{account}";

    List<Operation> all() {
        return Stream.of(people(), keys(), groups(), tokens(), List.of(log()))
                .flatMap(List::stream)
                .toList();
    }

    private List<Operation> people() {
        return List.of(
                Operation.get(
                        "accounts",
                        "/v1/accounts",
                        SEE_ACCOUNTS,
                        "All accounts",
                        AccountList.class,
                        call -> new AccountList(accounts.accounts(call.caller()))),
                Operation.make(
                        "addAccount",
                        "POST",
                        "/v1/accounts",
                        CHANGE_ACCOUNTS,
                        "Add an account; without a password it gets a link to set one",
                        Accounts.NewAccount.class,
                        Accounts.AddedAccount.class,
                        (call, body) -> accounts.add(call.caller(), body)),
                Operation.get(
                        "account",
                        ACCOUNT,
                        SEE_ACCOUNTS,
                        "One account",
                        Accounts.AccountView.class,
                        call -> accounts.account(call.caller(), call.part("name"))),
                Operation.make(
                        "changeAccount",
                        "PATCH",
                        ACCOUNT,
                        CHANGE_ACCOUNTS,
                        "Change the role of an account, disable or enable it",
                        Accounts.AccountChange.class,
                        Accounts.AccountView.class,
                        (call, body) -> accounts.change(call.caller(), call.part("name"), body)),
                Operation.act(
                        "removeAccount",
                        "DELETE",
                        ACCOUNT,
                        CHANGE_ACCOUNTS,
                        "Remove an account",
                        call -> accounts.remove(call.caller(), call.part("name"))),
                Operation.make(
                        "firstOperator",
                        "POST",
                        "/v1/first-operator",
                        HOLD_SERVER,
                        "Make the first operator, when there has never been an account",
                        Accounts.FirstOperator.class,
                        call -> accounts.firstOperator(call.caller())));
    }

    private List<Operation> keys() {
        return List.of(
                Operation.make(
                        "resetLink",
                        "POST",
                        ACCOUNT + "/reset-link",
                        CHANGE_ACCOUNTS,
                        "Make a link by which somebody sets the password of an account, once",
                        Accounts.ResetLink.class,
                        call -> accounts.resetLink(call.caller(), call.part("name"))),
                Operation.act(
                        "setPassword",
                        "PUT",
                        ACCOUNT + "/password",
                        CHANGE_ACCOUNTS,
                        "Set the password of an account; its sessions end",
                        PasswordBody.class,
                        (call, body) ->
                                accounts.setPassword(
                                        call.caller(), call.part("name"), body.password())),
                Operation.act(
                        "removeTotp",
                        "DELETE",
                        ACCOUNT + "/totp",
                        CHANGE_ACCOUNTS,
                        "Take the second factor of an account away",
                        call -> accounts.removeTotp(call.caller(), call.part("name"))),
                Operation.act(
                        "endSessions",
                        "DELETE",
                        ACCOUNT + "/sessions",
                        CHANGE_ACCOUNTS,
                        "End all sessions of an account",
                        call -> accounts.endSessions(call.caller(), call.part("name"))));
    }

    private List<Operation> groups() {
        return List.of(
                Operation.get(
                        "groups",
                        "/v1/groups",
                        SEE_ACCOUNTS,
                        "All groups with their members",
                        GroupList.class,
                        call -> new GroupList(accounts.groups(call.caller()))),
                Operation.act(
                        "joinGroup",
                        "PUT",
                        MEMBER,
                        CHANGE_ACCOUNTS,
                        "Make an account a member of a group",
                        call ->
                                accounts.join(
                                        call.caller(), call.part("group"), call.part("account"))),
                Operation.act(
                        "leaveGroup",
                        "DELETE",
                        MEMBER,
                        CHANGE_ACCOUNTS,
                        "End a membership",
                        call ->
                                accounts.leave(
                                        call.caller(), call.part("group"), call.part("account"))));
    }

    private List<Operation> tokens() {
        return List.of(
                Operation.get(
                        "tokens",
                        "/v1/tokens",
                        SEE_ACCOUNTS,
                        "All tokens, without their secrets",
                        TokenList.class,
                        call -> new TokenList(accounts.tokens(call.caller()))),
                Operation.make(
                        "makeTokenFor",
                        "POST",
                        ACCOUNT + "/tokens",
                        MAKE_TOKENS,
                        "Make a token for an account; its secret is shown this once",
                        Accounts.TokenRequest.class,
                        Accounts.NewToken.class,
                        (call, body) ->
                                accounts.makeTokenFor(call.caller(), call.part("name"), body)),
                Operation.act(
                        "revokeToken",
                        "DELETE",
                        "/v1/tokens/{id}",
                        CHANGE_ACCOUNTS,
                        "Revoke a token",
                        call -> accounts.revokeToken(call.caller(), call.part("id"))));
    }

    private Operation log() {
        return Operation.get(
                        "audit",
                        "/v1/audit",
                        SEE_ACCOUNTS,
                        "The audit log, the latest first",
                        Audit.Page.class,
                        call -> audit.entries(call.caller(), query(call)))
                .with("who", Sort.TEXT, "Only of this account or user")
                .with("action", Sort.TEXT, "Only this action, or those that begin with it")
                .with("target", Sort.TEXT, "Only what was done to this")
                .with("outcome", Sort.TEXT, "Only with this outcome")
                .with("since", Sort.TIME, "Only of this time and later")
                .with("until", Sort.TIME, "Only before this time")
                .with("before", Sort.TEXT, "What the page before gave as next")
                .with("limit", Sort.NUMBER, "How many, 1 to 1000; 100 without it");
    }

    private static Audit.Query query(Call call) {
        return new Audit.Query(
                call.text("who").orElse(null),
                call.text("action").orElse(null),
                call.text("target").orElse(null),
                call.text("outcome").orElse(null),
                call.time("since").orElse(null),
                call.time("until").orElse(null),
                call.text("before").orElse(null),
                call.number("limit").orElse(null));
    }
}
