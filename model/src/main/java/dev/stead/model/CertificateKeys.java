package dev.stead.model;

import java.util.Map;

/** The keys of {@code certificate}. */
final class CertificateKeys {
    private static final Key<String> CERTIFICATE =
            Key.required(
                    "certificate",
                    Paths.FILE,
                    "PEM file of the certificate and its chain, leaf first",
                    "tls/site.pem");
    private static final Key<String> KEY =
            Key.required("key", Paths.FILE, "PEM file (PKCS#8) of the private key", "tls/site.key");

    private static final Shape<Certificate> LOCAL =
            Texts.text(
                    "`local`",
                    "local",
                    Map.of("const", "local"),
                    text ->
                            switch (text) {
                                case "local" -> Parsed.good(new Certificate.LocalAuthority());
                                case "lets-encrypt", "letsencrypt", "acme" ->
                                        Parsed.bad(
                                                "`"
                                                        + text
                                                        + "` (certificates from Let's Encrypt)"
                                                        + " comes in a later version of Stead",
                                                "write `local`, or give the two files");
                                default ->
                                        Parsed.bad(
                                                "`"
                                                        + Suggestion.shortened(text)
                                                        + "` is not a source of certificates",
                                                "write `local`, or `{ certificate: FILE, key: FILE"
                                                        + " }`");
                            });

    static final Shape<Certificate> SHAPE =
            ChoiceShape.of(
                    LOCAL,
                    Keys.of("certificate", "a `certificate` mapping", CERTIFICATE, KEY)
                            .to(f -> new Certificate.Files(f.get(CERTIFICATE), f.get(KEY))));

    private CertificateKeys() {}
}
