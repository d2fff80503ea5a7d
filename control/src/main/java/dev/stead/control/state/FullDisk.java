package dev.stead.control.state;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

/** What SQLite does on a full disk, in our words. */
final class FullDisk {
    private FullDisk() {}

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
