package dev.stead.model;

import java.util.List;
import java.util.Optional;

/**
 * That an ACME authority can issue for the hosts of the system: it asks them over the Internet,
 * which it cannot for names that are kept for other uses (RFC 6761, RFC 6762, RFC 8375).
 */
record AcmeCheck(Found found, Drafts drafts, Problems problems) {
    /** Never in public DNS; an authority of one's own may know some of them. */
    private static final List<String> RESERVED =
            List.of(
                    "local",
                    "test",
                    "invalid",
                    "example",
                    "internal",
                    "onion",
                    "home.arpa",
                    "lan",
                    "home",
                    "corp",
                    "localdomain");

    void check() {
        if (found.value(SystemKeys.CERTIFICATE).orElse(new Certificate.LocalAuthority())
                instanceof Certificate.Acme acme) {
            String domain = SystemShape.domain(found);
            if (found.clean(SystemKeys.DOMAIN)) {
                check(domain, "domain", domainPlace(), acme);
            }
            drafts.each((_, draft) ->
                    draft.found()
                            .value(CommonKeys.ROUTE)
                            .orElse(List.of())
                            .forEach(route -> check(route, domain, acme)));
        }
    }

    /** Below the domain, what holds for the domain holds. */
    private void check(Placed<RouteText> route, String domain, Certificate.Acme acme) {
        String host = route.value().in(domain).host();
        if (!host.equals(domain) && !host.endsWith("." + domain)) {
            check(host, "host", route.at(), acme);
        }
    }

    private Place domainPlace() {
        return found.at(found.has(SystemKeys.DOMAIN) ? SystemKeys.DOMAIN : SystemKeys.CERTIFICATE);
    }

    private void check(String name, String what, Place at, Certificate.Acme acme) {
        if (isBelow(name, "localhost")) {
            problems.add(
                    at,
                    "no authority issues certificates for the "
                            + what
                            + " `"
                            + name
                            + "`, which every machine takes for itself",
                    what.equals("domain")
                            ? "write `domain: NAME` with one that the Internet knows, or"
                                    + " `certificate: local`"
                            : "write a host that the Internet knows");
            return;
        }
        Optional<String> reserved =
                acme.directory().isPresent()
                        ? Optional.empty()
                        : RESERVED.stream().filter(r -> isBelow(name, r)).findFirst();
        if (reserved.isPresent() || (acme.directory().isEmpty() && !name.contains("."))) {
            problems.add(
                    at,
                    "the Internet does not know the "
                            + what
                            + " `"
                            + name
                            + "`, so that Let's Encrypt cannot issue a certificate for it",
                    "write one that is registered, or the URL of an authority of your own at"
                            + " `acme`");
        }
    }

    private static boolean isBelow(String name, String parent) {
        return name.equals(parent) || name.endsWith("." + parent);
    }
}
