package dev.stead.gateway;

import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The ways in which we show an authority that a name is ours. */
enum AcmeProof {
    /** A file on port 80 (RFC 8555 section 8.3). */
    HTTP_01(Http01Challenge.TYPE) {
        @Override
        void prepare(
                Authorization of, Challenge challenge, Challenges answers, InstantSource clock) {
            Http01Challenge http = (Http01Challenge) challenge;
            answers.answer(http.getToken(), http.getAuthorization());
        }

        @Override
        String mend(String name) {
            return "make http://"
                    + name
                    + "/ (port 80) lead to this machine: its DNS entries, IPv6"
                    + " too, the firewall, what else listens there";
        }
    },
    /** A certificate on port 443 (RFC 8737). */
    TLS_ALPN_01(TlsAlpn01Challenge.TYPE) {
        @Override
        void prepare(Authorization of, Challenge challenge, Challenges answers, InstantSource clock)
                throws GeneralSecurityException {
            String name = of.getIdentifier().getDomain();
            Issuer issuer = new Issuer(new SecureRandom());
            KeyPair key = issuer.newKey();
            byte[] proof = ((TlsAlpn01Challenge) challenge).getAcmeValidation();
            Credentials credentials =
                    new Credentials(
                            List.of(issuer.challenge(key, name, proof, clock.instant())),
                            key.getPrivate());
            answers.answer(
                    name, TlsContext.speaking(Challenges.PROTOCOL, credentials, new Staple(clock)));
        }

        @Override
        String mend(String name) {
            return "make port 443 of "
                    + name
                    + " lead to this machine without anything between"
                    + " that ends TLS: its DNS entries, IPv6 too, the firewall";
        }
    };

    private static final int STANDARD_HTTP = 80;
    private static final int STANDARD_HTTPS = 443;

    private final String type;

    AcmeProof(String type) {
        this.type = type;
    }

    /** The challenge of this kind, where the authority offers it. */
    Optional<Challenge> of(Authorization authorization) {
        return authorization.findChallenge(type);
    }

    String type() {
        return type;
    }

    /** Has the gateway answer the authority's question. */
    abstract void prepare(
            Authorization of, Challenge challenge, Challenges answers, InstantSource clock)
            throws GeneralSecurityException;

    /** What to do when the authority could not find the answer. */
    abstract String mend(String name);

    /**
     * Which way to try first: the authority comes to port 80, or to port 443. Where both or neither
     * are ours (a firewall may lead others to us), HTTP-01, whose failures say more.
     */
    static List<AcmeProof> order(NettyGateway.Ports ports) {
        boolean tlsOnly = ports.https() == STANDARD_HTTPS && ports.http() != STANDARD_HTTP;
        return tlsOnly ? List.of(TLS_ALPN_01, HTTP_01) : List.of(HTTP_01, TLS_ALPN_01);
    }
}
