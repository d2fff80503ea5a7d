package dev.stead.control.state;

import dev.stead.base.Code;
import dev.stead.base.DurableFile;
import dev.stead.base.SteadException;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The file of the state database before it is used. It gets its name when it is whole, so one that
 * is empty or cut off is damaged and never a beginning. One that is there is looked at through a
 * connection that cannot write, so that a damaged one stays as it is, byte for byte.
 */
record StateFile(Path file) {
    /** Connections to it. */
    static SQLiteDataSource source(Path file, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        if (readOnly) {
            config.setReadOnly(true);
        } else {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        }
        config.setBusyTimeout(5_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /**
     * Makes it, or finds it sound and of this version's tables.
     *
     * @throws SteadException EXTERNAL when it is not; it is left as it is
     */
    void prepare() {
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                look();
                migrate(file);
            } else {
                make();
            }
        } catch (SteadException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unusable(e);
        }
    }

    private void make() throws IOException {
        Path log = beside(file, "-wal");
        if (Files.exists(log) && Files.size(log) > 0) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the state database " + file + " is missing, but " + log + " is there",
                    "put both back from a backup; or move that one away, too: accounts begin"
                            + " anew then, and what runs goes on");
        }
        Path fresh = beside(file, ".new");
        for (String part : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(beside(fresh, part));
        }
        migrate(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncFolder(file.toAbsolutePath().resolveSibling("."));
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /**
     * Looks at every page and row, and changes nothing.
     *
     * @throws SteadException EXTERNAL when it is damaged
     */
    void look() {
        try {
            examine();
        } catch (IOException | JdbiException e) {
            throw unusable(e);
        }
    }

    private void examine() throws IOException {
        if (Files.size(file) == 0) {
            throw damaged("it is empty");
        }
        try (Handle handle = Jdbi.create(source(file, true)).open()) {
            String said =
                    handle.createQuery("PRAGMA integrity_check(1)").mapTo(String.class).first();
            if (!said.equals("ok")) {
                throw damaged(said);
            }
            Optional<String> broken =
                    StateSeals.areIn(handle) ? new StateSeals(handle).broken() : Optional.empty();
            if (broken.isPresent()) {
                throw damaged(broken.get());
            }
        }
    }

    private static void migrate(Path file) {
        Flyway.configure()
                .dataSource(source(file, false))
                .locations("classpath:dev/stead/control/migrations")
                .loggers("slf4j")
                .callbacks(new Callback[] {new Unsealing()})
                // A database of a later version is refused, not guessed at.
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
    }

    private SteadException damaged(String how) {
        return new SteadException(
                Code.EXTERNAL,
                "the state database " + file + " cannot be used, it is damaged: " + how,
                "nothing was changed, and what runs goes on. Put it back from a backup; or move "
                        + file
                        + " and "
                        + beside(file, "-wal")
                        + " away, then stead up FILE begins a new one: accounts have to be made"
                        + " again, and databases may get another port");
    }

    /** What whoever starts the server gets. */
    private SteadException unusable(Exception cause) {
        if (ResultCodes.sayFullDisk(cause)) {
            return new SteadException(
                    Code.EXHAUSTED,
                    "the state database " + file + " cannot be opened: its disk is full",
                    "free some space there, then start again; what runs goes on, and nothing was"
                            + " changed",
                    cause);
        }
        if (!(cause instanceof FlywayException) && ResultCodes.sayDamage(cause)) {
            return damaged(firstLine(cause));
        }
        String mend =
                cause instanceof FlywayException
                        ? "use the version of Stead that wrote it, or restore it from a backup"
                        : "look at the disk, its space and the file's owner and mode; nothing was"
                                + " changed";
        return new SteadException(
                Code.EXTERNAL,
                "the state database " + file + " cannot be used: " + firstLine(cause),
                mend,
                cause);
    }

    private static String firstLine(Exception cause) {
        Throwable deepest = cause;
        while (!(cause instanceof FlywayException) && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null ? deepest.toString() : message.lines().findFirst().orElse("");
    }
}
