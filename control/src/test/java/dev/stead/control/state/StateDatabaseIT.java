package dev.stead.control.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.stead.base.Ballast;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.testing.SmallDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

final class StateDatabaseIT {
    private static final String SECRET = "a-hash-that-nobody-may-see";

    @TempDir Path folder;
    private StateDatabase database;

    @BeforeEach
    void open() {
        database = new StateDatabase(folder.resolve("state.db"));
        database.open();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void insert() {
        database.write(h ->
                h.createUpdate("INSERT INTO recovery_code (account_id, code_hash) VALUES ('a', :h)")
                        .bind("h", SECRET)
                        .execute());
    }

    @Test
    void aFailureSaysWhatToDoAndNothingOfWhatIsInTheDatabase() {
        insert();

        assertThatThrownBy(this::insert)
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.EXTERNAL);
                            assertThat(e.what())
                                    .isEqualTo("the state database cannot be used at the moment");
                            assertThat(e.mend()).contains("the server's log says why");
                            assertThat(e.what() + e.mend()).doesNotContain(folder.toString());
                            assertThat(trace(e))
                                    .contains("UNIQUE constraint failed")
                                    .doesNotContain(SECRET)
                                    .doesNotContain("INSERT INTO");
                        });
    }

    /** What the log shows. */
    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aMistakeOfSteadIsNotBlamedOnTheDisk() {
        assertThatThrownBy(() ->
                        database.write(h -> {
                            throw new IllegalStateException(SECRET);
                        }))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.INTERNAL);
                            assertThat(e.what()).doesNotContain(SECRET);
                        });
    }

    @Test
    void worksAgainAfterAFailure() {
        insert();
        assertThatThrownBy(this::insert).isNotNull();

        assertThat(
                        database.<Integer>read(h ->
                                h.createQuery("SELECT COUNT(*) FROM recovery_code")
                                        .mapTo(Integer.class)
                                        .one()))
                .isEqualTo(1);
    }

    /** A disk that is full keeps what is there; what was asked is done again when there is room. */
    @Test
    void onAFullDiskNothingIsChangedAndTheMendIsSaid() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 4 << 20)) {
            assumeThat(disk.isMissing()).as("no disk can be mounted").isFalse();
            try (StateDatabase small = new StateDatabase(disk.folder().resolve("state.db"))) {
                small.open();
                fill(small, 0);
                disk.fillUpTo(0);

                int kept = until(small);

                assertThat(count(small)).isEqualTo(kept);
                disk.empty();
                fill(small, kept);
                assertThat(count(small)).isEqualTo(kept + 1);
            }
            try (StateDatabase again = new StateDatabase(disk.folder().resolve("state.db"))) {
                again.open();
                assertThat(count(again)).isGreaterThan(1);
            }
        }
    }

    @Test
    void onAFullDiskChangesGoOnFromTheReserve() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 64 << 20)) {
            assumeThat(disk.isMissing()).as("no disk can be mounted").isFalse();
            Path file = disk.folder().resolve("state.db");
            Ballast reserve = new Ballast(disk.folder().resolve("reserve"));
            try (StateDatabase small = new StateDatabase(file, reserve)) {
                small.open();
                reserve.fill();
                for (int i = 0; i < 2; i++) {
                    disk.fillUpTo(0);
                    fill(small, i);
                }
                assertThat(count(small)).isEqualTo(2);
                assertThat(reserve.held()).isLessThan((64 << 20) / 64);
            }
            disk.fillUpTo(0);
            try (StateDatabase again = new StateDatabase(file, reserve)) {
                again.open();
                assertThat(count(again)).isEqualTo(2);
            }
        }
    }

    @Test
    void aFullDiskAtTheStartIsSaidWithTheFile() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 1 << 20)) {
            assumeThat(disk.isMissing()).as("no disk can be mounted").isFalse();
            disk.fillUpTo(0);
            Path file = disk.folder().resolve("state.db");
            try (StateDatabase small = new StateDatabase(file)) {
                assertThatThrownBy(small::open)
                        .isInstanceOfSatisfying(
                                SteadException.class,
                                e -> {
                                    assertThat(e.what())
                                            .contains(file + "")
                                            .contains("disk is full");
                                    assertThat(e.mend()).contains("free some space");
                                });
            }
        }
    }

    /** Inserts until there is no room; says how many are there then. */
    private static int until(StateDatabase small) {
        for (int i = 1; i < 100_000; i++) {
            int next = i;
            try {
                fill(small, next);
            } catch (SteadException e) {
                assertThat(e.code()).isEqualTo(Code.EXHAUSTED);
                assertThat(e.what()).contains("its disk is full");
                assertThat(e.mend()).contains("nothing was changed").contains("free some space");
                return next;
            }
        }
        throw new AssertionError("the disk was not full");
    }

    private static void fill(StateDatabase into, int number) {
        into.write(h ->
                h.createUpdate("INSERT INTO recovery_code (account_id, code_hash) VALUES ('a', :h)")
                        .bind("h", number + "x".repeat(2_000))
                        .execute());
    }

    private static int count(StateDatabase of) {
        return of.read(h ->
                h.createQuery("SELECT COUNT(*) FROM recovery_code").mapTo(Integer.class).one());
    }
}
