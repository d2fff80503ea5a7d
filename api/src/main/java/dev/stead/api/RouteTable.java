package dev.stead.api;

import dev.stead.model.Access;
import dev.stead.model.CacheRules;
import dev.stead.model.EnginePlace;
import dev.stead.model.FrontProxy;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;
import dev.stead.model.TrafficRules;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the gateway needs to know, immutable.
 *
 * @param listeners where to listen
 * @param certificate what to show
 * @param innerDoors at most one for each port
 * @param own Stead's own pages; without them nobody can sign in
 * @param traffic what is taken from whom
 * @param entries routes with their targets; at most one for each host and path
 * @param engines where engines of the system are; empty when it has none
 */
public record RouteTable(
        Listeners listeners,
        CertificateSource certificate,
        List<Entry> entries,
        List<InnerDoor> innerDoors,
        Optional<OwnPages> own,
        TrafficRules traffic,
        Optional<Engines> engines) {
    public RouteTable {
        entries = List.copyOf(entries);
        innerDoors = List.copyOf(innerDoors);
    }

    /** A table without engines. */
    public RouteTable(
            Listeners listeners,
            CertificateSource certificate,
            List<Entry> entries,
            List<InnerDoor> innerDoors,
            Optional<OwnPages> own,
            TrafficRules traffic) {
        this(listeners, certificate, entries, innerDoors, own, traffic, Optional.empty());
    }

    /** A table without inner doors and own pages. */
    public RouteTable(Listeners listeners, CertificateSource certificate, List<Entry> entries) {
        this(listeners, certificate, entries, List.of(), Optional.empty(), TrafficRules.DEFAULT);
    }

    /** A table without own pages. */
    public RouteTable(
            Listeners listeners,
            CertificateSource certificate,
            List<Entry> entries,
            List<InnerDoor> innerDoors) {
        this(listeners, certificate, entries, innerDoors, Optional.empty(), TrafficRules.DEFAULT);
    }

    /**
     * Stead's own pages: sign-in, console, API. They find out themselves who is asking.
     *
     * @param host full host name, lower case
     * @param socket Unix socket that answers HTTP/1.1
     */
    public record OwnPages(String host, Path socket) {}

    /**
     * Where the engines of a system are. A host {@code COMPONENT-NUMBER.DOMAIN}, and a path below
     * {@code /engines/COMPONENT-NUMBER} of the domain, is an engine's, also when it is not here any
     * more, or not yet. A navigation to one that is in no {@link Engine} goes to {@code
     * /engine/COMPONENT-NUMBER} of Stead's own pages, with path and query behind it; any other
     * request is answered with 503.
     *
     * @param domain the system's, lower case
     * @param components of the kind engine
     * @param here those that answer, at most one for each id
     */
    public record Engines(String domain, Set<String> components, List<Engine> here) {
        public Engines {
            components = Set.copyOf(components);
            here = List.copyOf(here);
        }
    }

    /**
     * An engine that answers. What pages of other origins ask of it is refused, but for a
     * navigation of a whole window.
     *
     * @param id of its instance
     * @param place whether it has a host of its own
     * @param access accounts
     */
    public record Engine(String id, EnginePlace place, Access.Accounts access, Instances target) {
        /** Where it is below its host: {@code /}, or {@code /engines/ID}. */
        public String path() {
            return place == EnginePlace.HOST ? "/" : "/engines/" + id;
        }

        /** The host that it is at. */
        public String host(String domain) {
            return place == EnginePlace.HOST ? id + "." + domain : domain;
        }
    }

    /**
     * Where other components of the system reach a component, whichever of its instances are
     * healthy: a port of 127.0.0.1, without TLS.
     */
    public record InnerDoor(int port, Instances target) {}

    /**
     * Where to listen, defaults resolved.
     *
     * @param addresses IP addresses, at least one
     * @param https TLS port; 0 lets the system choose (tests)
     * @param http port that only redirects to https; 0 lets the system choose (tests)
     * @param front proxies before the gateway
     */
    public record Listeners(
            List<String> addresses, int https, int http, Optional<FrontProxy> front) {
        /** Without proxies before the gateway. */
        public Listeners(List<String> addresses, int https, int http) {
            this(addresses, https, http, Optional.empty());
        }

        public Listeners {
            addresses = List.copyOf(addresses);
        }
    }

    /** What the gateway shows as its certificate. */
    public sealed interface CertificateSource {}

    /** PEM files: the chain, leaf first, and its PKCS#8 key. */
    public record PemFiles(Path certificate, Path key) implements CertificateSource {}

    /**
     * Issued by the system's own authority, which is made when it does not exist.
     *
     * @param folder holds {@code ca.pem}, {@code ca-key.pem}, {@code cert.pem}, {@code key.pem};
     *     keys have mode 0600
     * @param names DNS names (a leading {@code *.} is allowed) that the certificate must cover
     */
    public record LocalAuthority(Path folder, List<String> names) implements CertificateSource {
        public LocalAuthority {
            names = List.copyOf(names);
        }
    }

    /** One route and what answers there. */
    public record Entry(Route route, Target target) {}

    /** What answers. */
    public sealed interface Target {
        /** The component behind it. */
        String component();
    }

    /** Several pairs of files; which one is shown follows from the host that a visitor names. */
    public record SeveralPems(List<PemFiles> pairs) implements CertificateSource {
        public SeveralPems {
            pairs = List.copyOf(pairs);
        }
    }

    /**
     * Issued by an authority that speaks ACME, and renewed in time.
     *
     * @param folder where account, certificates and keys are kept, mode 0700
     * @param names DNS names without wildcards
     * @param directory of the authority
     * @param contact mail address that the authority may write to
     * @param trust PEM file of the authorities of the directory's own certificate; empty means the
     *     usual ones
     */
    public record Acme(
            Path folder,
            List<String> names,
            URI directory,
            Optional<String> contact,
            Optional<Path> trust)
            implements CertificateSource {
        public Acme {
            names = List.copyOf(names);
        }
    }

    /**
     * Healthy instances of a component; none means 503.
     *
     * @param proxy how requests are handed to them
     * @param cache what is kept of their answers
     * @param speaks what they understand
     */
    public record Instances(
            String component,
            List<Endpoint> endpoints,
            ProxyRules proxy,
            Optional<CacheRules> cache,
            Speaks speaks)
            implements Target {
        /** Instances that speak HTTP/1.1. */
        public Instances(
                String component,
                List<Endpoint> endpoints,
                ProxyRules proxy,
                Optional<CacheRules> cache) {
            this(component, endpoints, proxy, cache, new Http());
        }

        /** Instances by the usual rules. */
        public Instances(String component, List<Endpoint> endpoints) {
            this(component, endpoints, ProxyRules.DEFAULT, Optional.empty());
        }

        public Instances {
            endpoints = List.copyOf(endpoints);
        }
    }

    /** What instances understand. */
    public sealed interface Speaks {}

    /** HTTP/1.1. */
    public record Http() implements Speaks {}

    /**
     * FastCGI 1.0, as php-fpm does. Files below the folder that are no programs are sent by the
     * gateway itself.
     *
     * @param folder of programs and files, which do not change
     * @param packed folder with packed forms of files, as {@link SiteFiles} has it
     * @param front program below the folder for paths that lead to nothing
     */
    public record FastCgi(Path folder, Optional<Path> packed, Optional<String> front)
            implements Speaks {}

    /**
     * An instance's address on this machine.
     *
     * @param socket a Unix socket that is used in place of host and port
     */
    public record Endpoint(String instance, String host, int port, Optional<Path> socket) {
        /** An address of TCP. */
        public Endpoint(String instance, String host, int port) {
            this(instance, host, port, Optional.empty());
        }
    }

    /**
     * Files of a release, which does not change.
     *
     * @param fallback a file below the folder that answers for pages without a file
     * @param packed folder with packed forms of the files: {@code a/b.js} has {@code a/b.js.br},
     *     {@code a/b.js.zst} and {@code a/b.js.gz} there, as far as they are worth it
     */
    public record SiteFiles(
            String component, Path folder, Optional<String> fallback, Optional<Path> packed)
            implements Target {
        /** Files of which there are no packed forms. */
        public SiteFiles(String component, Path folder, Optional<String> fallback) {
            this(component, folder, fallback, Optional.empty());
        }
    }
}
