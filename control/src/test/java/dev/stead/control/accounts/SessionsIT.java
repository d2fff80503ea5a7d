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
import dev.stead.api.Accounts.PasswordChange;
import dev.stead.api.Accounts.TokenRequest;
import dev.stead.api.Caller;
import dev.stead.api.Role;
import dev.stead.api.Scope;
import dev.stead.api.Sessions.Visitor;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class SessionsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir Path folder;
    private TestAccounts system;
    private String own;
    private String app;

    @BeforeEach
    void start() {
        system = new TestAccounts(folder);
        system.add("anna", Role.USER);
        own = system.enter("anna");
        app = system.carry(own);
    }

    @AfterEach
    void stop() {
        system.close();
    }

    private Optional<Visitor> find(Duration unused) {
        return system.sessions().find(APP_HOST, app, unused);
    }

    @Test
    void aSecretWorksOnlyAtItsHost() {
        assertThat(system.works(app)).isTrue();
        assertThat(system.worksHere(own)).isTrue();
        assertThat(system.works(own)).isFalse();
        assertThat(system.worksHere(app)).isFalse();
        assertThat(system.sessions().find("other.example.com", app, Duration.ZERO)).isEmpty();
        assertThat(system.sessions().find("evil.example.org", app, Duration.ZERO)).isEmpty();
        assertThat(system.works("")).isFalse();
        assertThatThrownBy(() -> system.accounts().me(session(app))).isNotNull();
    }

    @Test
    void endsWhenNobodyUsesIt() {
        system.pass(Duration.ofHours(2).minusMillis(1));
        assertThat(system.works(app)).isTrue();
        system.pass(Duration.ofHours(2));
        assertThat(system.works(app)).isFalse();
        assertThat(system.worksHere(own)).isFalse();
    }

    @Test
    void aPageThatAsksByItselfKeepsNoSessionAlive() {
        Caller.Session page = session(own).unattended();
        for (int i = 0; i < 119; i++) {
            system.pass(MINUTE);
            assertThat(system.accounts().me(page).name()).isEqualTo("anna");
        }
        system.pass(MINUTE);

        assertThatThrownBy(() -> system.accounts().me(page)).isInstanceOf(SteadException.class);
        assertThat(system.worksHere(own)).isFalse();
    }

    @Test
    void endsAfterItsLongestTimeHoweverItIsUsed() {
        for (int i = 0; i < 12 * 60 - 1; i++) {
            system.pass(MINUTE);
            assertThat(system.works(app)).isTrue();
        }
        Visitor last = find(Duration.ZERO).orElseThrow();
        system.pass(MINUTE.minusSeconds(10));
        assertThat(find(Duration.ZERO).orElseThrow().fresh()).isEqualTo(Duration.ofSeconds(10));
        system.pass(Duration.ofSeconds(10));
        assertThat(system.works(app)).isFalse();
        assertThat(last.fresh()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void usesOfTheLastMinuteCountThoughTheyAreNotWrittenEachTime() {
        system.rules(Duration.ofHours(1), MINUTE);
        for (int i = 0; i < 50; i++) {
            system.pass(Duration.ofSeconds(59));
            assertThat(system.works(app)).as("after " + i).isTrue();
        }
        system.restart();
        assertThat(system.works(app)).isTrue();
        system.pass(MINUTE);
        assertThat(system.works(app)).isFalse();
    }

    @Test
    void whatTheGatewaySawEarlierCountsAsUseThen() {
        system.pass(Duration.ofHours(1));
        assertThat(find(Duration.ofMinutes(30))).isPresent();
        system.pass(Duration.ofMinutes(89));
        assertThat(find(Duration.ofMinutes(100))).isPresent();
        system.pass(Duration.ofMinutes(20));
        assertThat(system.works(app)).isFalse();
    }

    @Test
    void doesNotLookFreshBeyondTheEndOfIdleTime() {
        system.pass(Duration.ofHours(2).minusSeconds(1));

        assertThat(find(Duration.ofHours(2).minusSeconds(5)).orElseThrow().fresh())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 60, -600_000, 600_000})
    void jumpsOfTheWallClockEndNothingEarlyAndNothingLate(long minutes) {
        system.pass(Duration.ofHours(1));
        assertThat(system.works(app)).isTrue();
        system.jump(Duration.ofMinutes(minutes));
        assertThat(system.works(app)).isTrue();
        system.restart();
        system.jump(Duration.ofMinutes(-2 * minutes));
        system.restart();
        system.pass(Duration.ofMinutes(119));
        assertThat(system.works(app)).isTrue();
        system.pass(Duration.ofHours(2));
        assertThat(system.works(app)).isFalse();
    }

    @Test
    void afterABootTheWallClockTellsHowLongTheMachineWasOff() {
        system.reboot(Duration.ofMinutes(119));
        assertThat(system.works(app)).isTrue();
        system.reboot(Duration.ofMinutes(121));
        assertThat(system.works(app)).isFalse();
    }

    @Test
    void aBootWithAClockThatWasSetBackMakesNothingYounger() {
        system.rules(Duration.ofHours(12), Duration.ofHours(12));
        String later = system.enter("anna");
        system.pass(Duration.ofHours(11));
        system.role().sweep();
        system.reboot(Duration.ofDays(-30));
        assertThat(system.worksHere(later)).isTrue();
        system.pass(Duration.ofHours(1));
        assertThat(system.worksHere(later)).isFalse();
    }

    @Test
    void shorterRulesEndSessionsAtOnceAndLongerOnesBringNoneBack() {
        system.pass(Duration.ofMinutes(10));
        long changes = system.sessions().changes();
        system.rules(Duration.ofMinutes(5), Duration.ofMinutes(5));
        assertThat(system.sessions().changes()).isGreaterThan(changes);
        assertThat(system.works(app)).isFalse();
        system.rules(Duration.ofHours(12), Duration.ofHours(12));
        assertThat(system.works(app)).isFalse();
    }

    @Test
    void rulesHoldOnceTheyArePublishedAndNotWhenThatFails() {
        Duration day = Duration.ofDays(1);
        system.pass(Duration.ofMinutes(10));
        long changes = system.sessions().changes();
        List<Boolean> meanwhile = new ArrayList<>();

        assertThatThrownBy(() ->
                        system.rules(
                                MINUTE,
                                MINUTE,
                                () -> {
                                    system.role().sweep();
                                    meanwhile.add(system.works(app));
                                    throw new IllegalStateException("the port is taken");
                                }))
                .hasMessage("the port is taken");
        system.role().sweep();
        assertThat(meanwhile).containsExactly(true);
        assertThat(system.works(app)).isTrue();
        assertThat(system.sessions().changes()).isEqualTo(changes);

        system.pass(Duration.ofMinutes(121));
        system.rules(day, day, () -> meanwhile.add(system.works(app)));
        assertThat(meanwhile).containsExactly(true, false);
        assertThat(system.works(app)).isFalse();
        assertThat(system.sessions().changes()).isGreaterThan(changes);
    }

    @Test
    void oneAccountHas100SessionsTheLatestOnes() {
        for (int i = 1; i < 100; i++) {
            system.pass(Duration.ofMillis(1));
            system.enter("anna");
        }
        assertThat(system.works(app)).isTrue();
        long changes = system.sessions().changes();
        system.pass(Duration.ofMillis(1));
        String last = system.enter("anna");

        assertThat(system.works(app)).isFalse();
        assertThat(system.accounts().sessions(session(last))).hasSize(100);
        assertThat(system.sessions().changes()).isGreaterThan(changes);
        assertThat(system.audit().get(1))
                .extracting(e -> e.who() + " " + e.action() + " " + e.outcome())
                .isEqualTo("anna session end done");
    }

    @Test
    void aRefusalAtTheGatewayIsOnTheAuditLogOnceAMinuteForEachHost() {
        for (int i = 0; i < 10; i++) {
            system.sessions().refused("anna", "192.0.2.1", APP_HOST + "/" + i, "not a planner");
            system.sessions().refused("anna", "192.0.2.1", "other.example.com/", "not a planner");
        }

        assertThat(refusals())
                .containsExactly(
                        "anna 192.0.2.1 open other.example.com/ not a planner",
                        "anna 192.0.2.1 open app.example.com/0 not a planner");
    }

    private List<String> refusals() {
        return system.audit().stream()
                .filter(e -> e.outcome().equals("refused"))
                .map(e -> String.join(" ", e.who(), e.from(), e.action(), e.target(), e.detail()))
                .toList();
    }

    @Test
    void whatHasEndedIsRemoved() {
        system.pass(Duration.ofHours(3));
        system.role().sweep();

        try (var database = system.database()) {
            for (String table : List.of("session", "origin_session", "one_time_code")) {
                assertThat(
                                database.<Integer>read(h ->
                                        h.createQuery("SELECT COUNT(*) FROM " + table)
                                                .mapTo(Integer.class)
                                                .one()))
                        .as(table)
                        .isZero();
            }
        }
    }

    @Test
    void logOutEndsEverythingThatCameOfTheSession() {
        String another = system.enter("anna");
        long changes = system.sessions().changes();

        system.signIn().end(session(own));

        assertThat(system.works(app)).isFalse();
        assertThat(system.worksHere(own)).isFalse();
        assertThat(system.worksHere(another)).isTrue();
        assertThat(system.sessions().changes()).isGreaterThan(changes);
        system.signIn().end(session(own));
    }

    @Test
    void disablingRaisingAndRemovingTakeEffectAtOnce() {
        system.accounts().join(OWNER, "planners", "anna");
        assertThat(find(Duration.ZERO).orElseThrow().groups()).containsExactly("planners");
        long joined = system.sessions().changes();
        system.accounts().leave(OWNER, "planners", "anna");
        assertThat(system.sessions().changes()).isGreaterThan(joined);
        assertThat(find(Duration.ZERO).orElseThrow().groups()).isEmpty();

        system.accounts().change(OWNER, "anna", new AccountChange(null, true));
        assertThat(system.works(app)).isFalse();
        system.accounts().change(OWNER, "anna", new AccountChange(null, false));
        assertThat(system.works(app)).isFalse();

        String again = system.carry(system.enter("anna"));
        system.accounts().remove(OWNER, "anna");
        assertThat(system.works(again)).isFalse();
    }

    @Test
    void anotherPasswordEndsEveryOtherSession() {
        String another = system.carry(system.enter("anna"));
        long changes = system.sessions().changes();

        system.accounts()
                .changePassword(
                        session(own), new PasswordChange(PASSWORD, "quite another password"));

        assertThat(system.works(app)).isTrue();
        assertThat(system.works(another)).isFalse();
        assertThat(system.sessions().changes()).isGreaterThan(changes);
        system.accounts().setPassword(OWNER, "anna", "yet another password");
        assertThat(system.works(app)).isFalse();
    }

    @Test
    void aCodeWorksOnceAtItsHostInItsBrowserForAMinute() {
        String code = system.signIn().carry(session(own), APP, STATE);
        assertThat(system.sessions().redeem(APP_HOST, code, STATE)).isPresent();
        assertThat(system.sessions().redeem(APP_HOST, code, STATE)).isEmpty();
        assertThat(system.sessions().redeem(APP_HOST, code, STATE)).isEmpty();
        assertThat(system.audit().getFirst().detail())
                .isEqualTo("the one-time code was used before; it was given to this address");
        assertThat(system.audit().getFirst().from()).isEqualTo("192.0.2.1");
        assertThat(system.audit().get(1).action()).isNotEqualTo("sign-in carry");

        String wrongBrowser = system.signIn().carry(session(own), APP, STATE);
        assertThat(system.sessions().redeem(APP_HOST, wrongBrowser, "another")).isEmpty();
        assertThat(system.sessions().redeem(APP_HOST, wrongBrowser, STATE)).isEmpty();

        String wrongHost = system.signIn().carry(session(own), APP, STATE);
        assertThat(system.sessions().redeem("other.example.com", wrongHost, STATE)).isEmpty();

        String late = system.signIn().carry(session(own), APP, STATE);
        system.pass(MINUTE);
        assertThat(system.sessions().redeem(APP_HOST, late, STATE)).isEmpty();

        String ended = system.signIn().carry(session(own), APP, STATE);
        system.signIn().end(session(own));
        assertThat(system.sessions().redeem(APP_HOST, ended, STATE)).isEmpty();
        assertThat(system.sessions().redeem(APP_HOST, "made up", STATE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://app.example.com/",
                "https://stead.example.com",
                "https://APP.example.com",
                ""
            })
    void carriesToNothingButOriginsOfTheSystem(String origin) {
        assertThatThrownBy(() -> system.signIn().carry(session(own), origin, STATE))
                .hasMessageContaining("no address of this system");
    }

    @Test
    void oneSessionHasFewSecretsAtAHostTheLatestOnes() {
        for (int i = 0; i < 20; i++) {
            app = system.carry(own);
            system.pass(Duration.ofMillis(1));
            assertThat(system.works(app)).isTrue();
        }
        try (var database = system.database()) {
            assertThat(
                            database.<Integer>read(h ->
                                    h.createQuery("SELECT COUNT(*) FROM origin_session")
                                            .mapTo(Integer.class)
                                            .one()))
                    .isEqualTo(5);
        }
    }

    @Test
    void listsSessionsAndEndsOneOfThem() {
        system.pass(MINUTE);
        String another = system.enter("anna");
        var views = system.accounts().sessions(session(another));
        assertThat(views).extracting(v -> v.current()).containsExactly(true, false);
        assertThat(views.getLast().began()).isEqualTo(system.now().minus(MINUTE));

        system.accounts().endSession(session(another), views.getLast().id());
        assertThat(system.works(app)).isFalse();
        system.add("bert", Role.USER);
        String stranger = system.enter("bert");
        assertThatThrownBy(() ->
                        system.accounts().endSession(session(stranger), views.getFirst().id()))
                .hasMessage("there is no such session");
    }

    /** A rise has the gateway ask about everybody again. */
    @Test
    void whatChangesNobodysSessionIsNoReasonToAskAgain() {
        Caller anna = session(own);
        system.accounts().join(OWNER, "planners", "anna");
        long before = system.sessions().changes();

        system.signIn().end(session(""));
        system.signIn().end(session("made up"));
        system.enrol(own);
        system.accounts()
                .makeToken(
                        anna,
                        new TokenRequest("test", List.of(Scope.READ), system.now().plus(MINUTE)));
        system.accounts().revokeOwnToken(anna, system.accounts().ownTokens(anna).getFirst().id());
        system.accounts().removeTotp(OWNER, "anna");
        system.accounts().resetLink(OWNER, "anna");
        system.accounts().join(OWNER, "planners", "anna");
        system.accounts().leave(OWNER, "buyers", "anna");
        system.accounts().change(OWNER, "anna", new AccountChange(Role.USER, false));
        system.add("bert", Role.USER);
        system.accounts().endSessions(OWNER, "bert");
        assertThatThrownBy(() -> system.accounts().remove(anna, "bert")).isNotNull();
        system.enter("anna");
        system.role().sweep();

        assertThat(system.sessions().changes()).isEqualTo(before);
    }

    @Test
    void everythingThatChangesASessionIsAReasonToAskAgain() {
        var accounts = system.accounts();
        raises(() -> accounts.join(OWNER, "planners", "anna"));
        raises(() -> accounts.leave(OWNER, "planners", "anna"));
        raises(() -> accounts.change(OWNER, "anna", new AccountChange(Role.VIEWER, null)));
        raises(() -> system.signIn().end(session(own)));
        raises(() -> accounts.setPassword(OWNER, "anna", PASSWORD));
        String again = system.enter("anna");
        String id = accounts.sessions(session(again)).getFirst().id();
        raises(() -> accounts.endSession(session(again), id));
        system.enter("anna");
        raises(() -> accounts.endSessions(OWNER, "anna"));
        raises(() -> accounts.change(OWNER, "anna", new AccountChange(null, true)));
        raises(() -> accounts.remove(OWNER, "anna"));
    }

    private void raises(Runnable change) {
        long before = system.sessions().changes();
        change.run();
        assertThat(system.sessions().changes()).isGreaterThan(before);
    }
}
