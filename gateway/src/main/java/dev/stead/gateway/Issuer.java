package dev.stead.gateway;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * Makes certificates with Bouncy Castle, whose classes are loaded only when one has to be made, or
 * when OCSP is asked for.
 */
final class Issuer {
    static final Duration LEAF_LIFETIME = Duration.ofDays(397);
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);
    private static final Duration CHALLENGE_LIFETIME = Duration.ofDays(7);

    /** RFC 8737 section 6.1. */
    private static final ASN1ObjectIdentifier ACME_IDENTIFIER =
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private final SecureRandom random;

    Issuer(SecureRandom random) {
        this.random = random;
    }

    /** A new key, ECDSA on P-256. */
    KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** A certificate of an authority for this key, signed by itself. */
    X509Certificate authority(KeyPair key, String name, Instant now)
            throws GeneralSecurityException {
        X500Name subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, "Stead")
                        .addRDN(BCStyle.CN, shorten("Stead local authority of " + name))
                        .build();
        Instant end = now.plus(AUTHORITY_LIFETIME);
        JcaX509v3CertificateBuilder builder = builder(subject, subject, key.getPublic(), now, end);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic()));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
        return sign(builder, key);
    }

    /** A server's certificate for these names, signed by the authority. */
    X509Certificate leaf(Credentials authority, PublicKey key, List<String> names, Instant now)
            throws GeneralSecurityException {
        X500Name subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, shorten(names.getFirst()))
                        .build();
        Instant end = earlier(now.plus(LEAF_LIFETIME), authority.leaf().getNotAfter().toInstant());
        X500Name issuer =
                X500Name.getInstance(authority.leaf().getSubjectX500Principal().getEncoded());
        JcaX509v3CertificateBuilder builder = builder(issuer, subject, key, now, end);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.leaf()));
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
        KeyPair pair = new KeyPair(authority.leaf().getPublicKey(), authority.key());
        return sign(builder, pair);
    }

    /**
     * A certificate, signed by itself, that proves to an authority that a name is ours (RFC 8737
     * section 3).
     *
     * @param proof SHA-256 of the key authorization
     */
    X509Certificate challenge(KeyPair key, String name, byte[] proof, Instant now)
            throws GeneralSecurityException {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, "acme").build();
        Instant end = now.plus(CHALLENGE_LIFETIME);
        JcaX509v3CertificateBuilder builder = builder(subject, subject, key.getPublic(), now, end);
        try {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, alternatives(List.of(name)));
            builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(proof));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
        return sign(builder, key);
    }

    private JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Instant end) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, random).setBit(126),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(end),
                subject,
                key);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(key.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(
                names.stream()
                        .map(name -> new GeneralName(kind(name), name))
                        .toArray(GeneralName[]::new));
    }

    private static int kind(String name) {
        return LocalCertificate.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName;
    }

    private static String shorten(String commonName) {
        return commonName.length() <= 64 ? commonName : commonName.substring(0, 64);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
