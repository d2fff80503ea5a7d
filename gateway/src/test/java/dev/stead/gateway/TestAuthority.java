package dev.stead.gateway;

import dev.stead.api.RouteTable.PemFiles;

import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** An authority of the tests that issues pairs of files. */
final class TestAuthority {
    private final Path folder;
    private final Issuer issuer = new Issuer(new SecureRandom());
    private final Credentials authority;

    TestAuthority(Path folder) throws GeneralSecurityException {
        this.folder = folder;
        KeyPair key = issuer.newKey();
        X509Certificate root = issuer.authority(key, "tests", Instant.now());
        authority = new Credentials(List.of(root), key.getPrivate());
    }

    Credentials authority() {
        return authority;
    }

    Credentials issue(Instant at, String... names) throws GeneralSecurityException {
        return issue(issuer.newKey(), at, names);
    }

    Credentials issueRsa(String... names) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return issue(generator.generateKeyPair(), Instant.now(), names);
    }

    private Credentials issue(KeyPair key, Instant at, String... names)
            throws GeneralSecurityException {
        X509Certificate leaf = issuer.leaf(authority, key.getPublic(), List.of(names), at);
        return new Credentials(List.of(leaf, authority.leaf()), key.getPrivate());
    }

    /** With the address of an OCSP responder in it (RFC 5280 section 4.2.2.1). */
    Credentials issueWithResponder(URI responder, String name) throws Exception {
        KeyPair key = issuer.newKey();
        var place = new GeneralName(GeneralName.uniformResourceIdentifier, responder.toString());
        var builder = builder(name, key, Instant.now().plus(Duration.ofDays(90)));
        builder.addExtension(
                Extension.authorityInfoAccess,
                false,
                new AuthorityInformationAccess(OCSPObjectIdentifiers.id_pkix_ocsp, place));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        return signed(builder, key);
    }

    /** With these names of whatever kinds. */
    Credentials issueNaming(GeneralName... names) throws Exception {
        KeyPair key = issuer.newKey();
        var builder = builder("several", key, Instant.now().plus(Duration.ofDays(90)));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        return signed(builder, key);
    }

    /** One who may answer OCSP for the authority, until then. */
    Credentials issueDelegate(Instant end) throws Exception {
        KeyPair key = issuer.newKey();
        var builder = builder("delegate", key, end);
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
        return signed(builder, key);
    }

    private JcaX509v3CertificateBuilder builder(String name, KeyPair key, Instant end) {
        return new JcaX509v3CertificateBuilder(
                X500Name.getInstance(authority.leaf().getSubjectX500Principal().getEncoded()),
                BigInteger.valueOf(System.nanoTime()),
                Date.from(Instant.now().minus(Duration.ofHours(1))),
                Date.from(end),
                new X500Name("CN=" + name),
                key.getPublic());
    }

    private Credentials signed(JcaX509v3CertificateBuilder builder, KeyPair key) throws Exception {
        X509Certificate leaf =
                new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(
                                        new JcaContentSignerBuilder("SHA256withECDSA")
                                                .build(authority.key())));
        return new Credentials(List.of(leaf, authority.leaf()), key.getPrivate());
    }

    /** Issues to NAME.pem and NAME-key.pem. */
    PemFiles write(String file, String... names) throws GeneralSecurityException, IOException {
        return write(file, issue(Instant.now(), names));
    }

    PemFiles write(String file, Credentials credentials)
            throws GeneralSecurityException, IOException {
        PemFiles files =
                new PemFiles(folder.resolve(file + ".pem"), folder.resolve(file + "-key.pem"));
        Files.writeString(files.key(), Pem.encode(credentials.key()));
        StringBuilder chain = new StringBuilder();
        for (X509Certificate each : credentials.chain()) {
            chain.append(Pem.encode(each));
        }
        Files.writeString(files.certificate(), chain.toString());
        return files;
    }
}
