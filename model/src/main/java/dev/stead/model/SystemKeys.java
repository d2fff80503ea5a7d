package dev.stead.model;

import java.util.Map;
import java.util.Optional;

/** The keys of the file itself. */
final class SystemKeys {
    static final Key<String> SYSTEM =
            Key.required(
                            "system",
                            Texts.SYSTEM_NAME,
                            "Name of the system, one of its kind on the machine",
                            "planning")
                    .feeding("name")
                    .alsoCalled("name", "project");
    static final Key<Optional<String>> DOMAIN =
            Key.optional(
                    "domain",
                    Texts.DOMAIN,
                    "the system's name and `.localhost`",
                    "Domain that routes without a host of their own answer under",
                    "planning.example.com");
    static final Key<Listen> LISTEN =
            Key.of(
                    "listen",
                    ListenKeys.SHAPE,
                    Listen.DEFAULT,
                    "see below",
                    "Where the gateway listens",
                    "{ address: 127.0.0.1, https: 8443 }");
    static final Key<Certificate> CERTIFICATE =
            Key.of(
                            "certificate",
                            CertificateKeys.SHAPE,
                            new Certificate.LocalAuthority(),
                            "`local`",
                            "`local` for one of an authority that Stead makes for this system; a"
                                    + " pair of files, or a list of them; or one that an ACME"
                                    + " authority issues",
                            "{ certificate: tls/site.pem, key: tls/site.key }")
                    .alsoCalled("tls", "ssl", "certificates");
    static final Key<SignInRules> SIGN_IN =
            Key.of(
                            "sign-in",
                            SignInKeys.SHAPE,
                            SignInRules.DEFAULT,
                            "see below",
                            "How people sign in, and for how long",
                            "{ session: 8h, idle: 30m }")
                    .feeding("signIn")
                    .alsoCalled("signin", "login", "auth", "accounts", "sessions");
    static final Key<TrafficRules> TRAFFIC =
            Key.of(
                            "traffic",
                            TrafficKeys.SHAPE,
                            TrafficRules.DEFAULT,
                            "see below",
                            "What the gateway takes from whom, and what it logs",
                            "{ address: { requests: 100/s }, deny: [192.0.2.0/24] }")
                    .alsoCalled("limits", "rate-limit", "rate_limit", "gateway", "http");
    static final Key<Map<String, Placed<Drafts.Draft>>> COMPONENTS =
            Key.required(
                            "components",
                            new NamesShape<>(
                                    "a mapping of components",
                                    Texts.COMPONENT_NAME,
                                    Texts.NAME_PATTERN,
                                    new ComponentShape()),
                            "The parts of the system by name, each of one kind",
                            "{ ui: { site: ./ui, route: / } }")
                    .alsoCalled("services", "parts", "apps");

    static final Keys KEYS =
            Keys.of(
                            "system",
                            "a system file",
                            SYSTEM,
                            DOMAIN,
                            LISTEN,
                            CERTIFICATE,
                            SIGN_IN,
                            TRAFFIC,
                            COMPONENTS)
                    .later(
                            new Later("backup", "snapshots and restoring"),
                            new Later("service-level", "measured uptime"),
                            new Later("zones", "places for instances and data"),
                            new Later("firewall", "who may connect"),
                            new Later("network", "what components may reach"),
                            new Later("dns", "a name server for the domain"),
                            new Later("releases", "following a repository"));

    private SystemKeys() {}
}
