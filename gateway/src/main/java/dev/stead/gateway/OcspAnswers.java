package dev.stead.gateway;

import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;

/** Questions and answers of OCSP (RFC 6960) about one certificate, in bytes. */
final class OcspAnswers {
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final X509CertificateHolder leaf;
    private final X509CertificateHolder issuer;
    private final CertificateID id;

    /**
     * @param issuer of the leaf
     */
    OcspAnswers(X509Certificate leaf, X509Certificate issuer) throws GeneralSecurityException {
        try {
            this.leaf = new JcaX509CertificateHolder(leaf);
            this.issuer = new JcaX509CertificateHolder(issuer);
            this.id =
                    new CertificateID(
                            new JcaDigestCalculatorProviderBuilder()
                                    .build()
                                    .get(CertificateID.HASH_SHA1),
                            this.issuer,
                            leaf.getSerialNumber());
        } catch (OperatorCreationException | OCSPException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** Where to ask: the first HTTP address in the certificate (RFC 5280 section 4.2.2.1). */
    Optional<URI> responder() {
        AuthorityInformationAccess access =
                AuthorityInformationAccess.fromExtensions(leaf.getExtensions());
        if (access == null) {
            return Optional.empty();
        }
        for (AccessDescription each : access.getAccessDescriptions()) {
            GeneralName place = each.getAccessLocation();
            String address = place.getName().toString();
            if (each.getAccessMethod().equals(OCSPObjectIdentifiers.id_pkix_ocsp)
                    && place.getTagNo() == GeneralName.uniformResourceIdentifier
                    && address.startsWith("http://")) {
                return Optional.of(URI.create(address));
            }
        }
        return Optional.empty();
    }

    /** A question, which has no nonce so that it can be answered from a cache (RFC 5019). */
    byte[] question() throws GeneralSecurityException {
        try {
            return new OCSPReqBuilder().addRequest(id).build().getEncoded();
        } catch (OCSPException | IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /**
     * Checks an answer as a client would.
     *
     * @throws GeneralSecurityException when it is not the issuer's word that the certificate is
     *     good, or not of now; the message tells why
     */
    OcspReply check(byte[] der, Instant now) throws GeneralSecurityException {
        try {
            OCSPResp response = new OCSPResp(der);
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
                throw new GeneralSecurityException(
                        "the responder answers with status " + response.getStatus());
            }
            requireSigned(basic, now);
            return single(der, basic, now);
        } catch (IOException | OCSPException | OperatorCreationException e) {
            throw new GeneralSecurityException(
                    "the answer cannot be understood: " + e.getMessage(), e);
        }
    }

    private OcspReply single(byte[] der, BasicOCSPResp basic, Instant now)
            throws GeneralSecurityException {
        for (SingleResp single : basic.getResponses()) {
            if (!isOurs(single.getCertID())) {
                continue;
            }
            // Null is how the library says good.
            if (Objects.nonNull(single.getCertStatus())) {
                throw new GeneralSecurityException(
                        "the issuer does not say that the certificate is good: it may be revoked");
            }
            Date next = single.getNextUpdate();
            Instant start = single.getThisUpdate().toInstant();
            if (next == null || !now.isBefore(next.toInstant())) {
                throw new GeneralSecurityException("the answer is too old");
            }
            if (start.isAfter(now.plus(CLOCK_SKEW))) {
                throw new GeneralSecurityException("the answer is of the future");
            }
            return new OcspReply(der.clone(), start, next.toInstant());
        }
        throw new GeneralSecurityException("the answer is about another certificate");
    }

    /** Responders may use another hash than the question did. */
    private boolean isOurs(CertificateID other) throws GeneralSecurityException {
        try {
            return other.getSerialNumber().equals(id.getSerialNumber())
                    && other.matchesIssuer(
                            issuer, new JcaDigestCalculatorProviderBuilder().build());
        } catch (OCSPException | OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** By the issuer, or by one that it allows to sign answers (RFC 6960 section 4.2.2.2). */
    private void requireSigned(BasicOCSPResp basic, Instant now)
            throws GeneralSecurityException, OCSPException, OperatorCreationException {
        JcaContentVerifierProviderBuilder verifiers = new JcaContentVerifierProviderBuilder();
        try {
            ContentVerifierProvider byIssuer = verifiers.build(issuer);
            if (basic.isSignatureValid(byIssuer)) {
                return;
            }
            for (X509CertificateHolder delegate : basic.getCerts()) {
                if (mayAnswer(delegate, now)
                        && delegate.isSignatureValid(byIssuer)
                        && basic.isSignatureValid(verifiers.build(delegate))) {
                    return;
                }
            }
        } catch (CertificateException | CertException e) {
            throw new GeneralSecurityException(e);
        } catch (OCSPException e) {
            throw new GeneralSecurityException("the answer is not signed by the issuer", e);
        }
        throw new GeneralSecurityException("the answer is not signed by the issuer");
    }

    private static boolean mayAnswer(X509CertificateHolder delegate, Instant now) {
        Extension usage = delegate.getExtension(Extension.extendedKeyUsage);
        return usage != null
                && delegate.isValidOn(Date.from(now))
                && ExtendedKeyUsage.getInstance(usage.getParsedValue())
                        .hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning);
    }
}
