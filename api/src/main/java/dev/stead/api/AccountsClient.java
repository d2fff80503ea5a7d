package dev.stead.api;

import dev.stead.api.ControlWire.AccountList;
import dev.stead.api.ControlWire.CodeBody;
import dev.stead.api.ControlWire.GroupList;
import dev.stead.api.ControlWire.PasswordBody;
import dev.stead.api.ControlWire.SessionList;
import dev.stead.api.ControlWire.TokenList;

import java.nio.file.Path;
import java.util.List;

/** {@link Accounts} over the control socket. Thread-safe. */
public final class AccountsClient implements Accounts {
    private final ApiClient api;

    /**
     * For the server of this socket; connects with each call.
     *
     * @param socket the control socket
     */
    public AccountsClient(Path socket) {
        this.api = new ApiClient(socket);
    }

    /** The server finds out with each call. */
    @Override
    public void demand(Caller caller, Permission permission, String action, String target) {
        me(caller);
    }

    /** The server does so itself. */
    @Override
    public void refused(Caller caller, String action, String why) {}

    @Override
    public Me me(Caller caller) {
        return api.get(caller, "/v1/me", Me.class);
    }

    @Override
    public List<SessionView> sessions(Caller caller) {
        return api.get(caller, "/v1/me/sessions", SessionList.class).sessions();
    }

    @Override
    public void endSession(Caller caller, String id) {
        api.act(caller, "DELETE", "/v1/me/sessions/" + ApiClient.encode(id), null);
    }

    @Override
    public void changePassword(Caller caller, PasswordChange change) {
        api.act(caller, "PUT", "/v1/me/password", change);
    }

    @Override
    public Enrolment beginTotp(Caller caller) {
        return api.post(caller, "/v1/me/totp", null, Enrolment.class);
    }

    @Override
    public RecoveryCodes confirmTotp(Caller caller, String code) {
        return api.post(caller, "/v1/me/totp/confirm", new CodeBody(code), RecoveryCodes.class);
    }

    @Override
    public void dropTotp(Caller caller, String password) {
        api.act(caller, "POST", "/v1/me/totp/drop", new PasswordBody(password));
    }

    @Override
    public List<TokenView> ownTokens(Caller caller) {
        return api.get(caller, "/v1/me/tokens", TokenList.class).tokens();
    }

    @Override
    public NewToken makeToken(Caller caller, TokenRequest request) {
        return api.post(caller, "/v1/me/tokens", request, NewToken.class);
    }

    @Override
    public void revokeOwnToken(Caller caller, String id) {
        api.act(caller, "DELETE", "/v1/me/tokens/" + ApiClient.encode(id), null);
    }

    @Override
    public List<AccountView> accounts(Caller caller) {
        return api.get(caller, "/v1/accounts", AccountList.class).accounts();
    }

    @Override
    public AccountView account(Caller caller, String name) {
        return api.get(caller, of(name), AccountView.class);
    }

    @Override
    public AddedAccount add(Caller caller, NewAccount account) {
        return api.post(caller, "/v1/accounts", account, AddedAccount.class);
    }

    @Override
    public AccountView change(Caller caller, String name, AccountChange change) {
        return api.patch(caller, of(name), change, AccountView.class);
    }

    @Override
    public void remove(Caller caller, String name) {
        api.act(caller, "DELETE", of(name), null);
    }

    @Override
    public ResetLink resetLink(Caller caller, String name) {
        return api.post(caller, of(name) + "/reset-link", null, ResetLink.class);
    }

    @Override
    public void setPassword(Caller caller, String name, String password) {
        api.act(caller, "PUT", of(name) + "/password", new PasswordBody(password));
    }

    @Override
    public void removeTotp(Caller caller, String name) {
        api.act(caller, "DELETE", of(name) + "/totp", null);
    }

    @Override
    public void endSessions(Caller caller, String name) {
        api.act(caller, "DELETE", of(name) + "/sessions", null);
    }

    @Override
    public List<GroupView> groups(Caller caller) {
        return api.get(caller, "/v1/groups", GroupList.class).groups();
    }

    @Override
    public void join(Caller caller, String group, String account) {
        api.act(caller, "PUT", member(group, account), null);
    }

    @Override
    public void leave(Caller caller, String group, String account) {
        api.act(caller, "DELETE", member(group, account), null);
    }

    @Override
    public List<TokenView> tokens(Caller caller) {
        return api.get(caller, "/v1/tokens", TokenList.class).tokens();
    }

    @Override
    public NewToken makeTokenFor(Caller caller, String account, TokenRequest request) {
        return api.post(caller, of(account) + "/tokens", request, NewToken.class);
    }

    @Override
    public void revokeToken(Caller caller, String id) {
        api.act(caller, "DELETE", "/v1/tokens/" + ApiClient.encode(id), null);
    }

    @Override
    public FirstOperator firstOperator(Caller caller) {
        return api.post(caller, "/v1/first-operator", null, FirstOperator.class);
    }

    private static String of(String name) {
        return "/v1/accounts/" + ApiClient.encode(name);
    }

    private static String member(String group, String account) {
        return "/v1/groups/" + ApiClient.encode(group) + "/members/" + ApiClient.encode(account);
    }
}
