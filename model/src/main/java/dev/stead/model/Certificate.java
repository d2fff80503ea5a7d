package dev.stead.model;

import java.util.List;
import java.util.Optional;

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

    /**
     * Issued by an authority that speaks ACME (RFC 8555), such as Let's Encrypt, and renewed in
     * time.
     *
     * @param directory URL of the authority's directory; empty means Let's Encrypt
     * @param contact mail address that the authority may write to
     * @param trust PEM file of the authorities that the directory's own certificate is checked by,
     *     relative to the system file or absolute; empty means the usual ones
     */
    record Acme(Optional<String> directory, Optional<String> contact, Optional<String> trust)
            implements Certificate {}

    /**
     * Several pairs of files, of which the one that names the visitor's host is shown; the first
     * for hosts that none names.
     */
    record Several(List<Files> files) implements Certificate {
        public Several {
            files = List.copyOf(files);
        }
    }
}
