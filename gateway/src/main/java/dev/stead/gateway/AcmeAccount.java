package dev.stead.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The key of the account at an authority, made on first use. One that cannot be stored is used as
 * long as we live, and storing it is tried again. Used by one thread.
 */
final class AcmeAccount {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeAccount.class);

    private final AcmeStore store;
    private Optional<KeyPair> key = Optional.empty();
    private boolean stored;
    private boolean warned;

    AcmeAccount(AcmeStore store) {
        this.store = store;
    }

    /**
     * The key; a new one only where none is stored.
     *
     * @throws IOException when one may be stored but cannot be read now: it is left as it is
     */
    KeyPair key() throws IOException {
        if (key.isEmpty()) {
            key = store.account();
            stored = key.isPresent();
        }
        KeyPair known = key.orElseGet(AcmeAccount::make);
        key = Optional.of(known);
        if (!stored) {
            store(known);
        }
        return known;
    }

    private void store(KeyPair known) {
        try {
            store.saveAccount(known);
            stored = true;
        } catch (IOException e) {
            if (!warned) {
                LOG.warn(
                        "the account's key cannot be stored: {}; it is tried again",
                        e.getMessage());
            }
            warned = true;
        }
    }

    private static KeyPair make() {
        try {
            return new Issuer(new SecureRandom()).newKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }
}
