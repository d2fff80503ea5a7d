package dev.stead.control.state;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.util.Set;

/** What SQLite does on a full disk (https://sqlite.org/rescode.html), in our words. */
final class FullDisk {
    /** The second is its log's index, the third a file that it cannot make. */
    private static final Set<SQLiteErrorCode> CODES =
            Set.of(
                    SQLiteErrorCode.SQLITE_FULL,
                    SQLiteErrorCode.SQLITE_IOERR_SHMSIZE,
                    SQLiteErrorCode.SQLITE_IOERR_WRITE);

    private FullDisk() {}

    /** Whether that is what a failure comes from; the transaction was rolled back then. */
    static boolean isBehind(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLiteException sqlite && CODES.contains(sqlite.getResultCode())) {
                return true;
            }
        }
        return false;
    }

    /** Names no path: whoever signs in may see it. */
    static SteadException refusal(Throwable cause) {
        return new SteadException(
                Code.EXHAUSTED,
                "the state database cannot be written: its disk is full",
                "nothing was changed; free some space where the state folder is (stead status and"
                        + " the server's log name it), then try again",
                cause);
    }
}
