package dev.stead.control.accounts;

import dev.stead.api.Accounts;
import dev.stead.api.Caller;
import dev.stead.api.Permission;

import java.util.List;

/** {@link Accounts} over its commands, by what they are about. */
final class AccountsDesk implements Accounts {
    private final Commands commands;
    private final OwnCommands own;
    private final AccountCommands accounts;
    private final GroupCommands groups;
    private final TokenCommands tokens;
    private final FirstAccount first;

    AccountsDesk(
            Commands commands,
            OwnCommands own,
            AccountCommands accounts,
            GroupCommands groups,
            TokenCommands tokens,
            FirstAccount first) {
        this.commands = commands;
        this.own = own;
        this.accounts = accounts;
        this.groups = groups;
        this.tokens = tokens;
        this.first = first;
    }

    @Override
    public void demand(Caller caller, Permission permission, String action, String target) {
        commands.demand(caller, permission, new Commands.Action(action, target));
    }

    @Override
    public void refused(Caller caller, String action, String why) {
        commands.refused(caller, action, why);
    }

    @Override
    public Me me(Caller caller) {
        return own.me(caller);
    }

    @Override
    public List<SessionView> sessions(Caller caller) {
        return own.sessions(caller);
    }

    @Override
    public void endSession(Caller caller, String id) {
        own.endSession(caller, id);
    }

    @Override
    public void changePassword(Caller caller, PasswordChange change) {
        own.changePassword(caller, change);
    }

    @Override
    public Enrolment beginTotp(Caller caller) {
        return own.beginTotp(caller);
    }

    @Override
    public RecoveryCodes confirmTotp(Caller caller, String code) {
        return own.confirmTotp(caller, code);
    }

    @Override
    public void dropTotp(Caller caller, String password) {
        own.dropTotp(caller, password);
    }

    @Override
    public List<TokenView> ownTokens(Caller caller) {
        return tokens.own(caller);
    }

    @Override
    public NewToken makeToken(Caller caller, TokenRequest request) {
        return tokens.make(caller, request);
    }

    @Override
    public void revokeOwnToken(Caller caller, String id) {
        tokens.revokeOwn(caller, id);
    }

    @Override
    public List<AccountView> accounts(Caller caller) {
        return accounts.all(caller);
    }

    @Override
    public AccountView account(Caller caller, String name) {
        return accounts.one(caller, name);
    }

    @Override
    public AddedAccount add(Caller caller, NewAccount account) {
        return accounts.add(caller, account);
    }

    @Override
    public AccountView change(Caller caller, String name, AccountChange change) {
        return accounts.change(caller, name, change);
    }

    @Override
    public void remove(Caller caller, String name) {
        accounts.remove(caller, name);
    }

    @Override
    public ResetLink resetLink(Caller caller, String name) {
        return accounts.resetLink(caller, name);
    }

    @Override
    public void setPassword(Caller caller, String name, String password) {
        accounts.setPassword(caller, name, password);
    }

    @Override
    public void removeTotp(Caller caller, String name) {
        accounts.removeTotp(caller, name);
    }

    @Override
    public void endSessions(Caller caller, String name) {
        accounts.endSessions(caller, name);
    }

    @Override
    public List<GroupView> groups(Caller caller) {
        return groups.all(caller);
    }

    @Override
    public void join(Caller caller, String group, String account) {
        groups.join(caller, group, account);
    }

    @Override
    public void leave(Caller caller, String group, String account) {
        groups.leave(caller, group, account);
    }

    @Override
    public List<TokenView> tokens(Caller caller) {
        return tokens.all(caller);
    }

    @Override
    public NewToken makeTokenFor(Caller caller, String account, TokenRequest request) {
        return tokens.makeFor(caller, account, request);
    }

    @Override
    public void revokeToken(Caller caller, String id) {
        tokens.revoke(caller, id);
    }

    @Override
    public FirstOperator firstOperator(Caller caller) {
        return first.make(caller);
    }
}
