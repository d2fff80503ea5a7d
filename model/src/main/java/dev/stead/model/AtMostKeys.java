package dev.stead.model;

import java.util.Optional;

/** The keys of {@code at-most}. */
final class AtMostKeys {
    private static final int USUAL_OF_A_USER = 3;
    private static final int USUAL_OF_THE_MACHINE = 20;

    private static final Key<Optional<Integer>> USER =
            Key.optional(
                            "user",
                            Amounts.whole("a number of engines", 1, 1000, 3),
                            "1 with `per: user`, 3 with `per: resource`",
                            "Engines of it that one account may have at the same time",
                            "5")
                    .alsoCalled("account", "per-user", "named_server_limit_per_user");
    private static final Key<Integer> MACHINE =
            Key.of(
                            "machine",
                            Amounts.whole("a number of engines", 1, 10_000, 50),
                            USUAL_OF_THE_MACHINE,
                            "20",
                            "Engines of it at the same time altogether, warm ones too; whoever"
                                    + " comes then waits in a queue",
                            "50")
                    .alsoCalled("total", "all", "active_server_limit", "max-total-instances");

    static final Keys KEYS = Keys.of("at-most", "an `at-most` mapping", USER, MACHINE);

    static final Key<Optional<Found>> AT_MOST =
            Key.optional(
                            "at-most",
                            KEYS,
                            "see below",
                            "How many engines of it there may be",
                            "{ machine: 50 }")
                    .feeding("atMost")
                    .alsoCalled(
                            "max",
                            "limit",
                            "maximum",
                            "instances",
                            "max-instances",
                            "max-total-instances",
                            "active_server_limit",
                            "named_server_limit_per_user");

    private AtMostKeys() {}

    static Engine.AtMost make(Optional<Found> given, Engine.Per per) {
        int usual = per == Engine.Per.USER ? 1 : USUAL_OF_A_USER;
        return new Engine.AtMost(
                given.flatMap(found -> found.get(USER)).orElse(usual),
                given.map(found -> found.get(MACHINE)).orElse(USUAL_OF_THE_MACHINE));
    }

    /** Adds what does not go with what one engine is for, and with how many are warm. */
    static void check(Optional<Found> given, Engine.Per per, Placed<Integer> warm, Problems all) {
        int user = given.flatMap(found -> found.value(USER)).flatMap(u -> u).orElse(1);
        if (per == Engine.Per.USER && user > 1) {
            all.add(
                    given.orElseThrow().at(USER),
                    "`user` is " + user + ", with `per: user` an account has one engine",
                    "take it out, or write `per: resource`");
        }
        int machine =
                given.map(found -> found.value(MACHINE).orElse(Integer.MAX_VALUE))
                        .orElse(USUAL_OF_THE_MACHINE);
        if (warm.value() > machine) {
            all.add(
                    warm.at(),
                    "`warm` is %d, but there may be only %d on the machine"
                            .formatted(warm.value(), machine),
                    "write at most %d, or `at-most: { machine: %d }`"
                            .formatted(machine, warm.value()));
        }
    }
}
