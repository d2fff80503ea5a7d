package dev.stead.base;

import java.nio.file.Path;

/**
 * Where a system keeps what it must not lose: {@code /var/lib/stead/NAME} as root, else below the
 * XDG state folder. One place names every path, so that no two roles meet in one by accident.
 *
 * <pre>
 * control.sock          the control socket, mode 0600
 * console.sock          where the gateway reaches Stead's own pages, mode 0600
 * sign-in-key.json      the private key that identity tokens are signed with, mode 0600
 * server.lock           held by the one server
 * server.log server.out what the server and its Java say
 * state.db              control's state
 * reserve               space held back, so that state can be written on a full disk
 * tls/                  the local authority and the certificate it issued
 * tls/acme/             account, certificates and their keys of an authority that speaks ACME
 * tls/ocsp/             OCSP responses
 * secrets/NAME          one secret each, mode 0600; .NAME.sha256 is its digest
 * releases/COMPONENT/DIGEST   immutable; .sums/DIGEST has digests of its files
 * data/COMPONENT/       what a component keeps; also its home directory
 * launches/             the driver's: one small file for each start
 * run/INSTANCE/         an instance's record, its private temporary files
 * logs/INSTANCE.log     what an instance wrote
 * engines/homes/COMPONENT/ACCOUNT   what an account keeps in its engines of a component
 * doctor.probe          written to measure the disk, and removed again
 * logs/access.jsonl     the gateway's access log; .1 is the part before
 * </pre>
 *
 * @param root the system's folder, absolute
 */
public record StateFolder(Path root) {
    /** The mode of the folder: components' users pass through to their own, and cannot list it. */
    public static final String MODE = "rwx--x--x";

    public Path socket() {
        return root.resolve("control.sock");
    }

    public Path consoleSocket() {
        return root.resolve("console.sock");
    }

    public Path signInKey() {
        return root.resolve("sign-in-key.json");
    }

    public Path serverLog() {
        return root.resolve("server.log");
    }

    public Path database() {
        return root.resolve("state.db");
    }

    /** A file that takes space and holds nothing. */
    public Path reserve() {
        return root.resolve("reserve");
    }

    public Path tls() {
        return root.resolve("tls");
    }

    public Path lock() {
        return root.resolve("server.lock");
    }

    public Path launches() {
        return root.resolve("launches");
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path releases() {
        return root.resolve("releases");
    }

    public Path releases(String component) {
        return releases().resolve(component);
    }

    public Path data() {
        return root.resolve("data");
    }

    public Path data(String component) {
        return data().resolve(component);
    }

    /** The gateway's kept answers. */
    public Path cache() {
        return root.resolve("cache");
    }

    public Path runs() {
        return root.resolve("run");
    }

    public Path probe() {
        return root.resolve("doctor.probe");
    }

    public Path run(String instance) {
        return runs().resolve(instance);
    }

    /** What engines keep. */
    public Path engines() {
        return root.resolve("engines");
    }

    /** The home directories that outlive engines. */
    public Path homes() {
        return engines().resolve("homes");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path accessLog() {
        return logs().resolve("access.jsonl");
    }

    public Path log(String instance) {
        return logs().resolve(instance + ".log");
    }
}
