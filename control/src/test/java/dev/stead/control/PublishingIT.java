package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Activity;
import dev.stead.api.Caller;
import dev.stead.api.CertificateStatus;
import dev.stead.api.Control;
import dev.stead.api.Disks;
import dev.stead.api.Gateway;
import dev.stead.api.RouteTable;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.VirtualScheduler;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.state.StateDatabase;
import dev.stead.testing.FakeAgent;
import dev.stead.testing.FakeHost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Nothing is published before the accounts know how sessions are to be judged there. */
final class PublishingIT {
    private static final Caller CALLER = new Caller.Owner("test");

    @TempDir Path folder;

    /** What the accounts and the gateway's table said of sign-in each time when there was one. */
    private final List<String> seen = new ArrayList<>();

    private void serve(String domain) throws IOException {
        Path file = folder.resolve("stead.yaml");
        if (!domain.isEmpty()) {
            Files.writeString(
                    file,
                    "system: demo\ndomain: "
                            + domain
                            + "\ncomponents:\n  app: { service: run, route: / }\n");
        }
        StateFolder state = new StateFolder(folder);
        StateDatabase database = new StateDatabase(state.database());
        InstantSource clock = InstantSource.system();
        try (VirtualScheduler scheduler = new VirtualScheduler("work", System::nanoTime);
                AccountsRole accounts =
                        new AccountsRole(
                                database, state, clock, () -> 0, "boot", new SecureRandom());
                ControlRole role =
                        new ControlRole(
                                new ControlSettings(
                                        "demo", false, false, "1", 1, Duration.ofSeconds(1)),
                                state,
                                clock,
                                scheduler,
                                new FakeAgent(),
                                new FakeHost(),
                                new Watching(accounts),
                                new Secrets(state.secrets(), new Random(1)),
                                database,
                                accounts,
                                Disks.UNWATCHED,
                                () -> {})) {
            accounts.start();
            role.start();
            if (!domain.isEmpty()) {
                role.control()
                        .apply(
                                CALLER,
                                new Control.ApplyRequest(Optional.of(file), false),
                                event -> {});
            }
            seen.add(accounts.signIn().place().origin() + " in the end");
        }
    }

    private final class Watching implements Gateway {
        private final AccountsRole accounts;

        Watching(AccountsRole accounts) {
            this.accounts = accounts;
        }

        @Override
        public void serve(RouteTable table) {
            if (!table.entries().isEmpty()) {
                seen.add(
                        accounts.signIn().place().origin()
                                + " at "
                                + table.own().orElseThrow().host());
            }
        }

        @Override
        public int purge(String component, Optional<String> path) {
            return 0;
        }

        @Override
        public boolean awaitDrained(String instance, Duration atMost) {
            return true;
        }

        @Override
        public Map<String, Activity> activity() {
            return Map.of();
        }

        @Override
        public List<CertificateStatus> certificates() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    @Test
    void aServerThatBeginsAgainKnowsTheRulesBeforeAnybodyCanComeIn() throws IOException {
        serve("one.example");
        seen.clear();

        serve("");

        assertThat(seen)
                .startsWith("https://stead.one.example:8443 at stead.one.example")
                .endsWith("https://stead.one.example:8443 in the end")
                .hasSizeBetween(2, 3);
    }

    @Test
    void ownPagesStayWhereTheyAreUntilTheRulesOfTheNextFileHold() throws IOException {
        serve("one.example");
        seen.clear();

        serve("two.example");

        // Only the table that is being published is ahead, until it is served.
        assertThat(seen.indexOf("https://stead.one.example:8443 at stead.one.example")).isZero();
        assertThat(seen).endsWith("https://stead.two.example:8443 in the end");
    }
}
