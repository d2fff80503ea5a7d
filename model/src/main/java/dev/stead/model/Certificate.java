package dev.stead.model;

/** Where the gateway's certificate comes from. */
public sealed interface Certificate {
    /**
     * Issued by a certificate authority that Stead makes for this system and keeps in its state
     * folder.
     */
    record LocalAuthority() implements Certificate {}

    /**
     * PEM files that somebody else keeps.
     *
     * @param certificate path of the chain, leaf first, relative to the system file or absolute
     * @param key path of the private key (PKCS#8 PEM), relative to the system file or absolute
     */
    record Files(String certificate, String key) implements Certificate {}
}
