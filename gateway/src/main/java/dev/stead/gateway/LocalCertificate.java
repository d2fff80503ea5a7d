package dev.stead.gateway;

import dev.stead.api.RouteTable.LocalAuthority;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Decides whether a certificate from the local authority will still do. */
final class LocalCertificate {
    /** A certificate is replaced when it ends in less than this. */
    static final Duration RENEWAL = Duration.ofDays(30);

    private LocalCertificate() {}

    /**
     * Whether it covers just these names, is the authority's, and is not about to end, unless with
     * the authority itself.
     */
    static boolean willDo(
            Credentials leaf, X509Certificate authority, LocalAuthority wanted, Instant now)
            throws GeneralSecurityException {
        return leaf.belongTogether()
                && leaf.names().equals(normal(wanted.names()))
                && lastsLongEnough(leaf.end(), authority.getNotAfter().toInstant(), now)
                && isSignedBy(leaf.leaf(), authority);
    }

    private static boolean lastsLongEnough(Instant end, Instant authorityEnd, Instant now) {
        return now.isBefore(end)
                && (now.plus(RENEWAL).isBefore(end) || !end.isBefore(authorityEnd));
    }

    /** Whether a name is an IPv4 or IPv6 address. */
    static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    private static boolean isSignedBy(X509Certificate leaf, X509Certificate authority) {
        try {
            leaf.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Set<String> normal(List<String> names) {
        Set<String> normal = new TreeSet<>();
        names.forEach(name -> normal.add(name.toLowerCase(Locale.ROOT)));
        return normal;
    }
}
