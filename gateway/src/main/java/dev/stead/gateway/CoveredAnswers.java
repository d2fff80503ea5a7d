package dev.stead.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;

import org.jspecify.annotations.Nullable;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;

/**
 * Answers what comes by an HTTP/2 connection, of which browsers make one for all hosts that its
 * certificate covers (RFC 9113, 9.1.1). A host that it does not cover gets 421 (RFC 9110, 15.5.20):
 * the client has no reason to believe that this is that host. The host that the connection was made
 * for is answered with any certificate, as another connection would show the same.
 */
final class CoveredAnswers implements Answers {
    private final Answers answers;
    private final SSLEngine engine;
    private @Nullable String madeFor;
    private @Nullable Set<String> covered;

    CoveredAnswers(Answers answers, SSLEngine engine) {
        this.answers = answers;
        this.engine = engine;
    }

    @Override
    public Answer choose(ClientConnection client, Request request) {
        return isCovered(request.host())
                ? answers.choose(client, request)
                : new PageAnswer(
                        client, () -> ErrorPage.of(client, HttpResponseStatus.MISDIRECTED_REQUEST));
    }

    private boolean isCovered(String host) {
        String first = madeFor;
        if (first == null) {
            // Clients that connect to an address send no name.
            first = nameAskedFor().orElse(host);
            madeFor = first;
        }
        if (host.equals(first)) {
            return true;
        }
        Set<String> names = covered;
        if (names == null) {
            names = names(engine.getSession().getLocalCertificates());
            covered = names;
        }
        int dot = host.indexOf('.');
        return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
    }

    private Optional<String> nameAskedFor() {
        if (engine.getSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return HostName.parse(host.getAsciiName());
                }
            }
        }
        return Optional.empty();
    }

    /** The names of the leaf, in lower case. */
    static Set<String> names(Certificate @Nullable [] chain) {
        // One without names covers no other host.
        return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate leaf
                ? Credentials.names(leaf)
                : Set.of();
    }
}
