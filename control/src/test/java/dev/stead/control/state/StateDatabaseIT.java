package dev.stead.control.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

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
                                    .isEqualTo(
                                            "the state database state.db cannot be used at the"
                                                    + " moment");
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
}
