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

    AcmeAccount(AcmeStore store) {
        this.store = store;
    }

    KeyPair key() {
        if (key.isEmpty()) {
            key = read();
            stored = key.isPresent();
        }
        KeyPair known = key.orElseGet(AcmeAccount::make);
        key = Optional.of(known);
        if (!stored) {
            try {
                store.saveAccount(known);
                stored = true;
            } catch (IOException e) {
                LOG.warn("the account's key cannot be stored: {}", e.getMessage());
            }
        }
        return known;
    }

    private Optional<KeyPair> read() {
        try {
            return store.account();
        } catch (IOException e) {
            LOG.warn("the account's key cannot be read: {}", e.getMessage());
            return Optional.empty();
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
