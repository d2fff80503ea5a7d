package dev.stead.control.accounts;

import static dev.stead.control.accounts.KilledAccounts.OTHER;
import static dev.stead.control.accounts.TestAccounts.OWNER;
import static dev.stead.control.accounts.TestAccounts.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Audit;
import dev.stead.api.SignIn.Answer;
import dev.stead.control.accounts.KilledAccounts.Secrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whatever a server was doing when it was killed, it is done wholly or not at all. */
final class AccountsKillIT {
    @TempDir Path folder;
    private Secrets secrets = new Secrets("", "", "", "", "", "");

    @Test
    void killedBetweenAnyTwoStatementsLeavesNothingHalf() throws Exception {
        Path before = Files.createDirectories(folder.resolve("before"));
        try (TestAccounts system = new TestAccounts(before)) {
            secrets = Secrets.prepare(system);
        }
        List<String> whole = run(before, -1);
        int points = Integer.parseInt(whole.getLast().replace("COUNT ", ""));
        assertThat(points).isGreaterThan(100);

        int kills = Math.min(points, Counts.of(14, 10_000));
        for (int i = 0; i < kills; i++) {
            int at = (int) ((long) i * points / kills + (kills < points ? i % 5 : 0)) % points;
            List<String> said = run(before, at);
            assertThat(said.getLast()).isEqualTo("STOP");
        }
    }

    /** Runs the child in a copy of the folder and checks what it leaves; returns what it said. */
    private List<String> run(Path before, int at) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("at" + at));
        Files.copy(before.resolve("state.db"), copy.resolve("state.db"));
        List<String> said = child(copy, at);
        try (TestAccounts system = new TestAccounts(copy)) {
            check(system, said);
        } catch (AssertionError e) {
            throw new AssertionError("killed at " + at + " after " + said.size() + " lines", e);
        }
        return said;
    }

    private List<String> child(Path state, int at) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledAccounts.class.getName(),
                                state.toString(),
                                Integer.toString(at)));
        command.addAll(secrets.words());
        Process process =
                new ProcessBuilder(command)
                        .redirectError(folder.resolve("child.err").toFile())
                        .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals("STOP")) {
                said.add(line);
                line = lines.readLine();
            }
            if (line != null) {
                said.add(line);
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        assertThat(said).as(Files.readString(folder.resolve("child.err"))).isNotEmpty();
        return said;
    }

    private void check(TestAccounts system, List<String> said) {
        noRowsWithoutTheirOwners(system);
        String did = String.join("\n", said);
        said.stream()
                .filter(l -> l.startsWith("sign-in "))
                .forEach(l -> assertThat(system.worksHere(l.substring(8))).isTrue());
        said.stream()
                .filter(l -> l.startsWith("carried "))
                .forEach(l -> assertThat(system.works(l.substring(8))).isTrue());

        boolean totp = system.accounts().account(OWNER, "bert").totp();
        assertThat(count(system, "SELECT COUNT(*) FROM recovery_code")).isEqualTo(totp ? 10 : 0);
        assertThat(totp || !did.contains("totp")).isTrue();

        boolean disabled = system.accounts().account(OWNER, "carl").disabled();
        assertThat(system.worksHere(secrets.carl())).isNotEqualTo(disabled);
        assertThat(system.works(secrets.carlApp())).isNotEqualTo(disabled);
        assertThat(isOnTheLog(system, "account disable", "carl")).isEqualTo(disabled);
        assertThat(disabled || !did.contains("disabled")).isTrue();

        boolean changed = hasOther(system, "anna");
        assertThat(system.worksHere(secrets.anna())).isNotEqualTo(changed);
        assertThat(isOnTheLog(system, "account password", "anna")).isEqualTo(changed);
        assertThat(changed || !did.contains("password")).isTrue();

        boolean used = system.signIn().linkFor(secrets.link()).isEmpty();
        assertThat(hasOther(system, "dora")).isEqualTo(used);
        assertThat(system.worksHere(secrets.dora())).isNotEqualTo(used);
        assertThat(used || !did.contains("link")).isTrue();
    }

    /** Exactly one of both passwords works. */
    private static boolean hasOther(TestAccounts system, String name) {
        boolean other = system.tries(name, OTHER, "192.0.2.50") instanceof Answer.SignedIn;
        boolean usual = system.tries(name, PASSWORD, "192.0.2.51") instanceof Answer.SignedIn;
        assertThat(other).isNotEqualTo(usual);
        return other;
    }

    private static boolean isOnTheLog(TestAccounts system, String action, String target) {
        var query = new Audit.Query(null, action, target, "done", null, null, null, null);
        return !system.role().audit().entries(OWNER, query).entries().isEmpty();
    }

    private static void noRowsWithoutTheirOwners(TestAccounts system) {
        for (String table : List.of("origin_session", "one_time_code")) {
            assertThat(
                            count(
                                    system,
                                    "SELECT COUNT(*) FROM "
                                            + table
                                            + " WHERE session_id NOT IN (SELECT id FROM session)"))
                    .as(table)
                    .isZero();
        }
        for (String table : List.of("session", "password_link", "membership", "recovery_code")) {
            assertThat(
                            count(
                                    system,
                                    "SELECT COUNT(*) FROM "
                                            + table
                                            + " WHERE account_id NOT IN (SELECT id FROM account)"))
                    .as(table)
                    .isZero();
        }
    }

    private static int count(TestAccounts system, String query) {
        try (var database = system.database()) {
            return database.read(h -> h.createQuery(query).mapTo(Integer.class).one());
        }
    }
}
