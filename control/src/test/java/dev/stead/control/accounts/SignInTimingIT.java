package dev.stead.control.accounts;

import static dev.stead.control.accounts.TestAccounts.OWNER;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long an answer takes says nothing about whether an account exists. */
final class SignInTimingIT {
    /** Enough that leaving out the hash would be seen at once. */
    private static final HashCost COST = new HashCost(8_192, 1, 1);

    @TempDir Path folder;

    @Test
    void knownUnknownAndDisabledNamesTakeTheSameTime() {
        Map<String, List<Long>> times = new TreeMap<>();
        try (TestAccounts system = new TestAccounts(folder)) {
            system.cost(COST);
            system.add("known", Role.USER);
            system.add("disabled", Role.USER);
            system.accounts().change(OWNER, "disabled", new AccountChange(null, true));
            int rounds = Counts.of(25, 300);
            for (int i = -5; i < rounds; i++) {
                for (String name : List.of("known", "unknown", "disabled")) {
                    long before = System.nanoTime();
                    system.tries(name, "wrong password", name + i);
                    if (i >= 0) {
                        times.computeIfAbsent(name, n -> new ArrayList<>())
                                .add(System.nanoTime() - before);
                    }
                }
                // Beyond every wait.
                system.pass(Duration.ofDays(2));
            }
        }

        double known = median(times.getOrDefault("known", List.of()));
        assertThat(median(times.getOrDefault("unknown", List.of())) / known).isBetween(0.7, 1.4);
        assertThat(median(times.getOrDefault("disabled", List.of())) / known).isBetween(0.7, 1.4);
    }

    private static double median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
