package dev.stead.model;

import java.time.Duration;
import java.util.Optional;

/** Keys of an engine that say whose it is, when there is one, and when it ends. */
final class EngineLifeKeys {
    static final Key<Engine.Per> PER =
            Key.of(
                            "per",
                            Texts.either("user", Engine.Per.USER, "resource", Engine.Per.RESOURCE),
                            Engine.Per.USER,
                            "`user`",
                            "What one engine is for: `user` for one of each account, `resource` for"
                                    + " one of each account and each resource that the address"
                                    + " names",
                            "resource")
                    .alsoCalled("for", "scope", "each", "named-servers", "allow_named_servers");
    static final Key<Integer> WARM =
            Key.of(
                            "warm",
                            Amounts.whole("a number of engines", 0, 100, 2),
                            0,
                            "0",
                            "Engines that are started before anybody asks, and given to whoever"
                                    + " comes next",
                            "2")
                    .alsoCalled(
                            "pool",
                            "standby",
                            "prewarm",
                            "replicas",
                            "scale",
                            "minimum-seats-available");
    static final Key<Duration> IDLE =
            Key.of(
                            "idle",
                            Amounts.duration(Duration.ofSeconds(1), Duration.ofDays(30), "30m"),
                            Duration.ofMinutes(30),
                            "`30m`",
                            "How long nobody may have used an engine, and nothing may have worked"
                                    + " in it, until it ends",
                            "2h")
                    .alsoCalled(
                            "timeout",
                            "idle-timeout",
                            "idle_timeout",
                            "heartbeat-timeout",
                            "cull",
                            "cull_idle_timeout");
    static final Key<Optional<Duration>> MAX_LIFE =
            Key.optional(
                            "max-life",
                            Amounts.duration(Duration.ofSeconds(1), Duration.ofDays(365), "12h"),
                            "as long as it is used",
                            "How long an engine lasts at most, used or not",
                            "12h")
                    .feeding("maxLife")
                    .alsoCalled(
                            "max-lifetime",
                            "max-age",
                            "max_age",
                            "lifetime",
                            "cull_max_age",
                            "expires");
    static final Key<Engine.OnSignOut> ON_SIGN_OUT =
            Key.of(
                            "on-sign-out",
                            Texts.either(
                                    "stop", Engine.OnSignOut.STOP, "keep", Engine.OnSignOut.KEEP),
                            Engine.OnSignOut.STOP,
                            "`stop`",
                            "What becomes of an engine when its user signs out: `stop` ends it,"
                                    + " `keep` leaves it until it is idle",
                            "keep")
                    .feeding("onSignOut")
                    .alsoCalled(
                            "on-logout",
                            "on-sign-off",
                            "stop-on-logout",
                            "shutdown_on_logout",
                            "default-stop-proxy-on-logout");

    private EngineLifeKeys() {}
}
