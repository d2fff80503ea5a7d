package dev.stead.gateway;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a server proves its name with.
 *
 * @param chain leaf first
 */
record Credentials(List<X509Certificate> chain, PrivateKey key) {
    /** dNSName and iPAddress in GeneralName (RFC 5280 section 4.2.1.6). */
    private static final Set<Object> OF_HOSTS = Set.of(2, 7);

    Credentials {
        chain = List.copyOf(chain);
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    /** The DNS names and addresses that it is for, lower case; not those of people or programs. */
    Set<String> names() {
        return names(leaf());
    }

    /** Likewise, of any certificate. */
    static Set<String> names(X509Certificate leaf) {
        Set<String> names = new TreeSet<>();
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(name -> OF_HOSTS.contains(name.getFirst()))
                        .forEach(name -> names.add(text(name)));
            }
        } catch (CertificateParsingException e) {
            // Names that cannot be read match no host.
            return Set.of();
        }
        return names;
    }

    private static String text(List<?> name) {
        return String.valueOf(name.getLast()).toLowerCase(Locale.ROOT);
    }

    Instant end() {
        return leaf().getNotAfter().toInstant();
    }

    /** Whether the key is the certificate's. */
    boolean belongTogether() throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    case String other -> other;
                };
        byte[] text = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(leaf().getPublicKey());
        verifying.update(text);
        return verifying.verify(signing.sign());
    }
}
