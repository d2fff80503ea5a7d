package dev.stead.model;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code sign-in}. */
final class SignInKeys {
    private static final Key<String> ACCOUNTS =
            Key.of(
                    "accounts",
                    Texts.text(
                            "`own`",
                            "own",
                            Map.of("const", "own"),
                            text ->
                                    switch (text) {
                                        case "own" -> Parsed.good(text);
                                        case "saml", "oidc" ->
                                                Parsed.bad(
                                                        "sign-in by `"
                                                                + text
                                                                + "` comes in a later version of"
                                                                + " Stead",
                                                        "write `own`, or take it out");
                                        default ->
                                                Parsed.bad(Texts.not(text, "`own`"), "write `own`");
                                    }),
                    "own",
                    "`own`",
                    "Where accounts are kept: `own` for in Stead itself",
                    "own");
    private static final Key<Duration> SESSION =
            Key.of(
                            "session",
                            Amounts.duration(Duration.ofMinutes(1), Duration.ofDays(90), "8h"),
                            SignInRules.DEFAULT.session(),
                            "`12h`",
                            "How long a session lasts at most, for everybody",
                            "8h")
                    .alsoCalled("duration", "max-age", "timeout", "lifetime", "expires");
    private static final Key<Optional<Duration>> IDLE =
            Key.optional(
                            "idle",
                            Amounts.duration(Duration.ofMinutes(1), Duration.ofDays(90), "30m"),
                            "`2h`, or `session` where that is shorter",
                            "How long a session lasts that nobody uses",
                            "30m")
                    .alsoCalled("idle-timeout", "inactivity");

    static final Keys KEYS = Keys.of("sign-in", "a `sign-in` mapping", ACCOUNTS, SESSION, IDLE);

    static final Shape<SignInRules> SHAPE = KEYS.making(SignInKeys::make);

    private SignInKeys() {}

    private static Optional<SignInRules> make(Found found, Problems problems) {
        var session = found.get(SESSION);
        var usual = SignInRules.DEFAULT.idle();
        var idle = found.get(IDLE).orElse(usual.compareTo(session) < 0 ? usual : session);
        if (idle.compareTo(session) > 0) {
            problems.add(
                    found.at(IDLE),
                    "`idle` is longer than `session`",
                    "write at most what `session` is");
            return Optional.empty();
        }
        return Optional.of(new SignInRules(session, idle));
    }
}
