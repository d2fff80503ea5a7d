package dev.stead.control.state;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.util.Set;
import java.util.stream.Stream;

/** What SQLite says of a failure (https://sqlite.org/rescode.html). */
final class ResultCodes {
    /** The last is said of a format that it does not know. */
    private static final Set<SQLiteErrorCode> DAMAGE =
            Set.of(
                    SQLiteErrorCode.SQLITE_CORRUPT,
                    SQLiteErrorCode.SQLITE_CORRUPT_INDEX,
                    SQLiteErrorCode.SQLITE_CORRUPT_SEQUENCE,
                    SQLiteErrorCode.SQLITE_CORRUPT_VTAB,
                    SQLiteErrorCode.SQLITE_NOTADB,
                    SQLiteErrorCode.SQLITE_ERROR);

    /** The second is the log's index, the third a file that it cannot make. */
    private static final Set<SQLiteErrorCode> FULL_DISK =
            Set.of(
                    SQLiteErrorCode.SQLITE_FULL,
                    SQLiteErrorCode.SQLITE_IOERR_SHMSIZE,
                    SQLiteErrorCode.SQLITE_IOERR_WRITE);

    private ResultCodes() {}

    /** Whether a full disk is behind it; the transaction was rolled back then. */
    static boolean sayFullDisk(Throwable failure) {
        return behind(failure).anyMatch(FULL_DISK::contains);
    }

    /** Whether what is in the file is behind a failure of statements that are sound. */
    static boolean sayDamage(Throwable failure) {
        return behind(failure).anyMatch(DAMAGE::contains);
    }

    private static Stream<SQLiteErrorCode> behind(Throwable failure) {
        return Stream.iterate(failure, at -> at != null, Throwable::getCause)
                .filter(SQLiteException.class::isInstance)
                .map(at -> ((SQLiteException) at).getResultCode());
    }
}
