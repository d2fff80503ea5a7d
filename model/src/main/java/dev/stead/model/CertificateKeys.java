package dev.stead.model;

import java.util.List;
import java.util.Map;

/** The keys of {@code certificate}. */
final class CertificateKeys {
    private static final Key<String> CERTIFICATE =
            Key.required(
                            "certificate",
                            Paths.FILE,
                            "PEM file of the certificate and its chain, leaf first",
                            "tls/site.pem")
                    .alsoCalled("cert", "ssl_certificate", "crt", "chain", "fullchain");
    private static final Key<String> KEY =
            Key.required("key", Paths.FILE, "PEM file (PKCS#8) of the private key", "tls/site.key")
                    .alsoCalled("ssl_certificate_key", "private-key", "privkey");

    private static final Shape<Certificate> LOCAL =
            Texts.text(
                    "`local`",
                    "local",
                    Map.of("const", "local"),
                    text ->
                            switch (text) {
                                case "local" -> Parsed.good(new Certificate.LocalAuthority());
                                case "lets-encrypt", "letsencrypt", "acme", "auto" ->
                                        Parsed.bad(
                                                "`"
                                                        + text
                                                        + "` is not a source of certificates by"
                                                        + " itself",
                                                "write `{ acme: lets-encrypt }`");
                                default ->
                                        Parsed.bad(
                                                "`"
                                                        + Suggestion.shortened(text)
                                                        + "` is not a source of certificates",
                                                "write `local`, `{ certificate: FILE, key: FILE }`,"
                                                        + " or `{ acme: lets-encrypt }`");
                            });

    private static final Shape<Certificate.Files> PAIR =
            Keys.of("certificate", "a `certificate` mapping", CERTIFICATE, KEY)
                    .to(f -> new Certificate.Files(f.get(CERTIFICATE), f.get(KEY)));

    /** A word, a pair or several, or what an authority needs to know. */
    static final Shape<Certificate> SHAPE =
            new ChoiceShape<>(
                    List.of(
                            LOCAL,
                            new KeyedShape<>(AcmeKeys.KEYS, AcmeKeys.SHAPE),
                            PAIR.map(pair -> pair),
                            new ListShape<>(PAIR, "a list of pairs", false, 1)
                                    .values()
                                    .map(CertificateKeys::several)));

    private CertificateKeys() {}

    private static Certificate several(List<Certificate.Files> pairs) {
        return pairs.size() == 1 ? pairs.getFirst() : new Certificate.Several(pairs);
    }
}
