package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

/** Hears of accounts that go, within the transaction in which they do. */
public interface Departures {
    /** Nobody listens. */
    Departures NONE =
            new Departures() {
                @Override
                public void signedOut(Handle h, String account) {}

                @Override
                public void barred(Handle h, String account) {}
            };

    /** Somebody ended the last session of an account. */
    void signedOut(Handle h, String account);

    /** An account was disabled or removed. */
    void barred(Handle h, String account);
}
