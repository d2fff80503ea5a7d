package dev.stead.model;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys of a certificate that an authority issues by ACME (RFC 8555). */
final class AcmeKeys {
    private static final String LETS_ENCRYPT = "lets-encrypt";

    private static final Key<Optional<String>> ACME =
            new Key<>(
                    "acme",
                    Texts.text(
                            "`lets-encrypt` or the URL of a directory",
                            LETS_ENCRYPT,
                            Map.of(
                                    "anyOf",
                                    List.of(
                                            Map.of("const", LETS_ENCRYPT),
                                            Json.object(
                                                    "type", "string", "pattern", "^https://.+$"))),
                            AcmeKeys::directory),
                    Optional.empty(),
                    "",
                    "The authority: `lets-encrypt`, or the `https` URL of another one's directory",
                    LETS_ENCRYPT,
                    "directory",
                    List.of("ca", "acme_ca", "issuer", "server", "directory", "lets-encrypt"));
    private static final Key<Optional<String>> CONTACT =
            Key.optional(
                            "contact",
                            Texts.text(
                                    "a mail address",
                                    "ops@example.com",
                                    Json.object("type", "string", "pattern", "^[^@\\s]+@[^@\\s]+$"),
                                    AcmeKeys::contact),
                            "none",
                            "Mail address that the authority may write to",
                            "ops@example.com")
                    .alsoCalled("email", "mail", "account");
    private static final Key<Optional<String>> TRUST =
            Key.optional(
                            "trust",
                            Paths.FILE,
                            "the usual authorities",
                            "PEM file of the authorities that the directory's own certificate is"
                                    + " checked by, for an authority of one's own",
                            "tls/our-ca.pem")
                    .alsoCalled("acme_ca_root", "trusted_roots", "ca-file", "root");

    static final Keys KEYS = Keys.of("acme", "a mapping with `acme`", ACME, CONTACT, TRUST);

    static final Shape<Certificate> SHAPE =
            KEYS.to(f -> new Certificate.Acme(f.get(ACME), f.get(CONTACT), f.get(TRUST)));

    private AcmeKeys() {}

    private static Parsed<Optional<String>> directory(String text) {
        if (text.equals(LETS_ENCRYPT)) {
            return Parsed.good(Optional.empty());
        }
        if (text.startsWith("https://") && isUrl(text)) {
            return Parsed.good(Optional.of(text));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.matches("lets?['_ ]?encrypt|le|true|acme")) {
            return Parsed.bad(Texts.not(text, "an authority"), "write `lets-encrypt`");
        }
        return Parsed.bad(
                Texts.not(text, "an authority"),
                text.startsWith("http://")
                        ? "write its `https` URL; over `http` anybody on the way could answer"
                        : "write `lets-encrypt`, or the `https` URL of its directory");
    }

    private static boolean isUrl(String text) {
        try {
            URI url = new URI(text);
            return url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null;
        } catch (java.net.URISyntaxException _) {
            return false;
        }
    }

    private static Parsed<String> contact(String text) {
        String bare = text.replaceFirst("^mailto:", "");
        boolean good = bare.length() <= 254 && bare.matches("[!-~&&[^@]]+@[A-Za-z0-9.-]+");
        if (good && bare.equals(text)) {
            return Parsed.good(text);
        }
        return Parsed.bad(
                Texts.not(text, "a mail address"),
                good ? "write `" + bare + "`" : "write one such as `ops@example.com`");
    }
}
