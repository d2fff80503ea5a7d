package dev.stead.control.accounts;

import static dev.stead.control.accounts.TestAccounts.APP;
import static dev.stead.control.accounts.TestAccounts.APP_HOST;
import static dev.stead.control.accounts.TestAccounts.OWNER;
import static dev.stead.control.accounts.TestAccounts.PASSWORD;
import static dev.stead.control.accounts.TestAccounts.STATE;
import static dev.stead.control.accounts.TestAccounts.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Role;
import dev.stead.api.SignIn.Answer;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Random histories, compared with a simple model of what must be signed in. */
final class AccountsHistoryIT {
    private static final long LONGEST = Duration.ofHours(12).toMillis();
    private static final long IDLE = Duration.ofHours(2).toMillis();
    private static final long CODE = Duration.ofMinutes(1).toMillis();
    private static final List<String> NAMES = List.of("anna", "bert", "carl");

    @TempDir Path folder;

    private final List<Held> held = new ArrayList<>();
    private final List<Carried> carried = new ArrayList<>();
    private final Set<String> disabled = new HashSet<>();
    private final List<String> history = new ArrayList<>();
    private long now;

    /** A session as a browser and the model have it. */
    private static final class Held {
        private final String account;
        private final String own;
        private final List<String> atApp = new ArrayList<>();
        private final long began;
        private long used;
        private boolean ended;

        Held(String account, String own, long now) {
            this.account = account;
            this.own = own;
            this.began = now;
            this.used = now;
        }

        /** Whether it lasts; whoever asks uses it. */
        boolean use(long now) {
            ended |= now - began >= LONGEST || now - used >= IDLE;
            if (!ended) {
                used = now;
            }
            return !ended;
        }
    }

    private record Carried(Held by, String code, long made) {}

    static LongStream seeds() {
        return LongStream.range(0, Counts.of(4, 100));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoIsSignedInIsAsTheModelSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (TestAccounts system = new TestAccounts(folder)) {
            NAMES.forEach(name -> system.add(name, Role.USER));
            for (int i = 0; i < 300; i++) {
                step(system, random);
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + " after " + history, e);
        }
    }

    private void step(TestAccounts system, SplittableRandom random) {
        int choice = random.nextInt(100);
        history.add(Integer.toString(choice));
        if (choice < 12) {
            signIn(system, NAMES.get(random.nextInt(NAMES.size())));
        } else if (choice < 24) {
            any(held, random).ifPresent(h -> carry(system, h));
        } else if (choice < 40) {
            any(carried, random).ifPresent(c -> redeem(system, c, random));
        } else if (choice < 65) {
            any(held, random).ifPresent(h -> find(system, h, random));
        } else if (choice < 69) {
            any(held, random)
                    .ifPresent(h -> {
                        system.signIn().end(session(h.own));
                        h.ended = true;
                    });
        } else if (choice < 72) {
            toggle(system, NAMES.get(random.nextInt(NAMES.size())));
        } else if (choice < 92) {
            pass(system, random);
        } else if (choice < 95) {
            system.jump(Duration.ofMinutes(random.nextInt(-600, 600)));
        } else if (choice < 97) {
            system.role().sweep();
        } else {
            system.restart();
        }
    }

    private static <T> Optional<T> any(List<T> all, SplittableRandom random) {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(random.nextInt(Math.max(0, all.size() - 8), all.size())));
    }

    private void pass(TestAccounts system, SplittableRandom random) {
        Duration time =
                random.nextBoolean()
                        ? Duration.ofSeconds(random.nextInt(1, 40))
                        : Duration.ofMinutes(random.nextInt(1, 90));
        system.pass(time);
        now += time.toMillis();
    }

    private void signIn(TestAccounts system, String name) {
        if (disabled.contains(name)) {
            return;
        }
        Answer answer = system.signIn().begin(name, PASSWORD, TestAccounts.HOME);
        held.add(new Held(name, TestAccounts.secret(answer), now));
    }

    private void carry(TestAccounts system, Held by) {
        if (by.use(now)) {
            carried.add(new Carried(by, system.signIn().carry(session(by.own), APP, STATE), now));
        } else {
            assertThatThrownBy(() -> system.signIn().carry(session(by.own), APP, STATE))
                    .hasMessage("the session has ended");
        }
    }

    private void redeem(TestAccounts system, Carried code, SplittableRandom random) {
        boolean right = random.nextInt(5) > 0;
        boolean known = now - code.made() < CODE;
        Optional<String> secret =
                system.sessions().redeem(APP_HOST, code.code(), right ? STATE : "other");
        boolean alive = known ? code.by().use(now) : !code.by().ended;
        carried.remove(code);
        assertThat(secret.isPresent()).isEqualTo(right && known && alive);
        secret.ifPresent(code.by().atApp::add);
        assertThat(system.sessions().redeem(APP_HOST, code.code(), STATE)).isEmpty();
        if (!known) {
            // It may have been looked at, or been gone already.
            find(system, code.by(), random);
        }
    }

    private void find(TestAccounts system, Held session, SplittableRandom random) {
        boolean alive = session.use(now);
        assertThat(system.worksHere(session.own)).isEqualTo(alive);
        List<String> secrets = session.atApp;
        if (!secrets.isEmpty()) {
            int index = random.nextInt(Math.max(0, secrets.size() - 5), secrets.size());
            assertThat(system.works(secrets.get(index))).isEqualTo(alive);
        }
    }

    private void toggle(TestAccounts system, String name) {
        boolean off = disabled.add(name);
        if (!off) {
            disabled.remove(name);
        }
        system.accounts().change(OWNER, name, new AccountChange(null, off));
        if (off) {
            held.stream().filter(h -> h.account.equals(name)).forEach(h -> h.ended = true);
        }
    }
}
