package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.util.function.Supplier;

/** Tells whoever listens now. */
record CurrentDepartures(Supplier<Departures> listening) implements Departures {
    @Override
    public void signedOut(Handle h, String account) {
        listening.get().signedOut(h, account);
    }

    @Override
    public void barred(Handle h, String account) {
        listening.get().barred(h, account);
    }
}
