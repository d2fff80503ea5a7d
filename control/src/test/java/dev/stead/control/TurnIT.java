package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Audit;
import dev.stead.api.Caller;
import dev.stead.api.Role;
import dev.stead.base.StateFolder;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.accounts.Asker;
import dev.stead.control.state.StateDatabase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

final class TurnIT {
    private static final Asker ROOT =
            new Asker("root", "socket", true, Role.OPERATOR, List.of(), false);

    @TempDir Path folder;

    @Test
    void aChangeThatAMistakeEndedIsOnTheAuditLogAsFailedWithoutWhatItSaid() {
        StateFolder state = new StateFolder(folder);
        InstantSource clock = InstantSource.system();
        try (AccountsRole accounts =
                new AccountsRole(
                        new StateDatabase(state.database()),
                        state,
                        clock,
                        () -> 0,
                        "boot",
                        new SecureRandom())) {
            accounts.start();
            Turn turn = new Turn(accounts.log(), clock);
            RuntimeException mistake = new IllegalStateException("what nobody checked");

            assertThatThrownBy(() ->
                            turn.take(
                                    ROOT,
                                    "apply",
                                    "stead.yaml",
                                    () -> {
                                        throw mistake;
                                    }))
                    .isSameAs(mistake);
            turn.take(ROOT, "restart", "api", () -> {});

            assertThat(
                            accounts.audit()
                                    .entries(new Caller.Owner("root"), Audit.Query.LATEST)
                                    .entries())
                    .extracting(e -> e.action() + " " + e.outcome() + " " + e.detail())
                    .containsExactly(
                            "restart done ",
                            "apply failed a mistake of Stead: IllegalStateException");
        }
    }
}
