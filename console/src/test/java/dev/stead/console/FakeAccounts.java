package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Shows a sample, and keeps what it was asked to do. */
final class FakeAccounts implements Accounts {
    final List<String> done = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();
    final AtomicBoolean ended = new AtomicBoolean();
    private final Sample sample;

    FakeAccounts(Sample sample) {
        this.sample = sample;
    }

    static String name(Role role) {
        return switch (role) {
            case OPERATOR -> "ada";
            case VIEWER -> "bruno";
            case USER -> "carla@example.com";
        };
    }

    private void change(Caller caller, Permission permission, String what) {
        Who.must(caller, permission);
        done.add(what);
    }

    @Override
    public void demand(Caller caller, Permission permission, String action, String target) {
        Who.must(caller, permission);
    }

    @Override
    public void refused(Caller caller, String action, String why) {
        refusals.add(action);
    }

    @Override
    public Me me(Caller caller) {
        var role = Who.of(caller, ended);
        return new Me(
                name(role),
                role,
                List.of("board", "planners" + sample.spice()),
                role == Role.OPERATOR,
                8,
                false);
    }

    @Override
    public List<SessionView> sessions(Caller caller) {
        Who.must(caller, Permission.SEE_OWN);
        return sample.sessions();
    }

    @Override
    public void endSession(Caller caller, String id) {
        change(caller, Permission.CHANGE_OWN, "end session " + id);
    }

    @Override
    public void changePassword(Caller caller, PasswordChange wanted) {
        change(caller, Permission.CHANGE_OWN, "change password");
        if (wanted.wanted().length() < 8) {
            throw new SteadException(
                    Code.WRONG_USAGE, "The password is too short", "Use at least 8 characters");
        }
    }

    @Override
    public Enrolment beginTotp(Caller caller) {
        change(caller, Permission.CHANGE_OWN, "begin totp");
        return new Enrolment(
                "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                "otpauth://totp/planning:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=planning");
    }

    @Override
    public RecoveryCodes confirmTotp(Caller caller, String code) {
        change(caller, Permission.CHANGE_OWN, "confirm totp " + code);
        if (!code.equals("123456")) {
            throw new SteadException(
                    Code.WRONG_USAGE, "The code is wrong", "Type the one that is shown now");
        }
        return new RecoveryCodes(
                IntStream.range(10, 20).mapToObj(i -> "k7f" + i + "-9qx" + i).toList());
    }

    @Override
    public void dropTotp(Caller caller, String password) {
        change(caller, Permission.CHANGE_OWN, "drop totp");
    }

    @Override
    public List<TokenView> ownTokens(Caller caller) {
        Who.must(caller, Permission.SEE_OWN);
        return sample.tokens();
    }

    @Override
    public NewToken makeToken(Caller caller, TokenRequest request) {
        change(caller, Permission.CHANGE_OWN, "make token " + request);
        return new NewToken(sample.tokens().getFirst(), "stead_4Qm0v2rXb7sYk1LpZc8TnE5wUaGd3HfJ");
    }

    @Override
    public void revokeOwnToken(Caller caller, String id) {
        change(caller, Permission.CHANGE_OWN, "revoke own token " + id);
    }

    @Override
    public List<AccountView> accounts(Caller caller) {
        Who.must(caller, Permission.SEE_ACCOUNTS);
        return sample.accounts();
    }

    @Override
    public AccountView account(Caller caller, String name) {
        return accounts(caller).stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new SteadException(Code.UNKNOWN, "There is no account " + name, ""));
    }

    @Override
    public AddedAccount add(Caller caller, NewAccount account) {
        change(caller, Permission.CHANGE_ACCOUNTS, "add " + account);
        if (account.name().equals("ada")) {
            throw new SteadException(
                    Code.CONFLICT, "There is an account ada already", "Choose another name");
        }
        return new AddedAccount(sample.accounts().get(1), Optional.of(link()));
    }

    @Override
    public AccountView change(Caller caller, String name, AccountChange change) {
        change(caller, Permission.CHANGE_ACCOUNTS, "change " + name + " " + change);
        return account(caller, name);
    }

    @Override
    public void remove(Caller caller, String name) {
        change(caller, Permission.CHANGE_ACCOUNTS, "remove " + name);
    }

    @Override
    public ResetLink resetLink(Caller caller, String name) {
        change(caller, Permission.CHANGE_ACCOUNTS, "reset link " + name);
        return link();
    }

    private static ResetLink link() {
        return new ResetLink(
                FakeSignIn.ORIGIN + "/password?link=oB3vT0yGmX5sWq8L",
                Sample.NOW.plus(Duration.ofDays(1)));
    }

    @Override
    public void setPassword(Caller caller, String name, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeTotp(Caller caller, String name) {
        change(caller, Permission.CHANGE_ACCOUNTS, "remove totp " + name);
    }

    @Override
    public void endSessions(Caller caller, String name) {
        change(caller, Permission.CHANGE_ACCOUNTS, "end sessions " + name);
    }

    @Override
    public List<GroupView> groups(Caller caller) {
        Who.must(caller, Permission.SEE_ACCOUNTS);
        return sample.groups();
    }

    @Override
    public void join(Caller caller, String group, String account) {
        change(caller, Permission.CHANGE_ACCOUNTS, "join " + group + " " + account);
    }

    @Override
    public void leave(Caller caller, String group, String account) {
        change(caller, Permission.CHANGE_ACCOUNTS, "leave " + group + " " + account);
    }

    @Override
    public List<TokenView> tokens(Caller caller) {
        Who.must(caller, Permission.SEE_ACCOUNTS);
        return sample.tokens();
    }

    @Override
    public NewToken makeTokenFor(Caller caller, String account, TokenRequest request) {
        Who.must(caller, Permission.MAKE_TOKENS);
        done.add("make token for " + account);
        return new NewToken(sample.tokens().getFirst(), "stead_4Qm0v2rXb7sYk1LpZc8TnE5wUaGd3HfJ");
    }

    @Override
    public void revokeToken(Caller caller, String id) {
        change(caller, Permission.CHANGE_ACCOUNTS, "revoke token " + id);
    }

    @Override
    public FirstOperator firstOperator(Caller caller) {
        throw new UnsupportedOperationException();
    }
}
