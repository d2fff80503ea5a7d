package dev.stead.console;

import dev.stead.api.Caller;
import dev.stead.api.SignIn;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Signs in whoever's password is the word of a role; {@code code} wants a code, {@code slow} time.
 */
final class FakeSignIn implements SignIn {
    static final String ORIGIN = "https://stead.planning.example.com";

    final List<String> done = new CopyOnWriteArrayList<>();
    private final String origin;

    FakeSignIn(String origin) {
        this.origin = origin;
    }

    @Override
    public Answer begin(String name, String password, From from) {
        done.add("begin " + name + " " + from.address());
        return switch (password) {
            case "operator", "viewer", "user" -> new Answer.SignedIn(password);
            case "code" -> new Answer.CodeWanted("pending-1");
            case "slow" ->
                    new Answer.Refused("Too many tries for this name.", Duration.ofSeconds(90));
            case "full" ->
                    throw new SteadException(
                            Code.EXHAUSTED, "Too many sign in at once", "Try again in a moment");
            default -> new Answer.Refused("The name or the password is wrong.", Duration.ZERO);
        };
    }

    @Override
    public Answer confirm(String pending, String code, From from) {
        done.add("confirm " + pending + " " + code);
        return code.equals("123456")
                ? new Answer.SignedIn("operator")
                : new Answer.Refused("The code is wrong.", Duration.ZERO);
    }

    @Override
    public void end(Caller.Session session) {
        done.add("end " + session.secret());
    }

    @Override
    public String carry(Caller.Session session, String target, String state) {
        var _ = Who.of(session);
        if (!target.startsWith("https://") || !target.contains("planning.example.com")) {
            throw new SteadException(
                    Code.WRONG_USAGE, "This system has no such origin", "Look at the address");
        }
        done.add("carry " + target + " " + state);
        return "one-time";
    }

    @Override
    public Optional<String> linkFor(String link) {
        return link.startsWith("good")
                ? Optional.of("carla" + link.substring(4))
                : Optional.empty();
    }

    @Override
    public void usePasswordLink(String link, String password, From from) {
        if (password.length() < 8) {
            throw new SteadException(
                    Code.WRONG_USAGE, "The password is too short", "Use at least 8 characters");
        }
        done.add("use link " + link);
    }

    @Override
    public String publicKeys() {
        return "{\"keys\":[]}";
    }

    @Override
    public Place place() {
        return new Place("planning", origin);
    }
}
