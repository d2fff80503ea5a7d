package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Holder;
import dev.stead.api.HostFacts.Listening;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the network reaches besides the gateway. A program that listens twice, such as for IPv4 and
 * IPv6, is one finding.
 */
final class ExposedCheck implements Check {
    private static final Set<String> DATABASES =
            Set.of(
                    "postgres",
                    "postmaster",
                    "mariadbd",
                    "mysqld",
                    "redis-server",
                    "valkey-server",
                    "mongod",
                    "memcached");

    /** Ports of databases and of services without a password of their own, by what they are. */
    private static final Map<Integer, String> KNOWN =
            Map.of(
                    3306, "MariaDB",
                    5432, "PostgreSQL",
                    6379, "Redis",
                    27017, "MongoDB",
                    11211, "memcached",
                    9200, "Elasticsearch",
                    2375, "Docker without a password",
                    111, "the port mapper",
                    23, "Telnet",
                    21, "FTP");

    private static final Set<String> SSH = Set.of("sshd", "dropbear");
    private static final int SSH_PORT = 22;

    @Override
    public List<Finding> judge(Needs needs, HostFacts facts) {
        Sheet sheet = new Sheet(Area.EXPOSED);
        Set<String> said = new java.util.HashSet<>();
        for (Listening one : facts.listening()) {
            String key = one.port() + " " + Exposed.who(one);
            if (Addresses.isLoopback(one.address())) {
                if (isStranger(one) && isDatabase(one) && said.add(key)) {
                    ownDatabase(one, sheet);
                }
            } else if (said.add(key)) {
                open(one, sheet);
            }
        }
        List<Finding> findings = sheet.findings();
        return findings.isEmpty()
                ? sheet.ok("network", "nothing but this machine reaches anything on it").findings()
                : findings;
    }

    private static void open(Listening one, Sheet sheet) {
        String where = "port " + one.port();
        if (one.holder().filter(h -> h.server().isPresent()).isPresent()) {
            sheet.ok(where, Exposed.who(one) + ", its gateway");
        } else if (one.holder().filter(h -> h.instance().isPresent()).isPresent()) {
            sheet.warning(
                    where,
                    says(one) + ": it is reached past the gateway, without sign-in",
                    "have it listen on 127.0.0.1:${PORT}",
                    "");
        } else if (isSsh(one)) {
            sheet.ok(where, says(one));
        } else {
            sheet.warning(where, named(one) + " listens to the network", mend(), end(one));
        }
    }

    private static void ownDatabase(Listening one, Sheet sheet) {
        sheet.note(
                "port " + one.port(),
                named(one) + " runs beside the system's own databases and uses memory",
                "if nobody needs it, end it",
                end(one));
    }

    private static String says(Listening one) {
        return Exposed.who(one) + " listens at " + Exposed.place(one);
    }

    private static String named(Listening one) {
        String known = one.holder().isEmpty() ? KNOWN.get(one.port()) : null;
        return (known == null ? "" : known + "? ") + Exposed.who(one) + " at " + Exposed.place(one);
    }

    private static String mend() {
        return "if nobody outside needs it, have it listen on 127.0.0.1, keep its port closed by a"
                + " firewall, or end it";
    }

    /** By its unit, else by what tells more of it. */
    private static String end(Listening one) {
        String end = Exposed.endOf(one);
        return end.isEmpty() && one.holder().isEmpty()
                ? "ss -ltnp 'sport = " + one.port() + "'"
                : end;
    }

    private static boolean isStranger(Listening one) {
        return one.holder().filter(h -> h.server().isEmpty() && h.instance().isEmpty()).isPresent();
    }

    private static boolean isDatabase(Listening one) {
        return one.holder().map(Holder::program).filter(DATABASES::contains).isPresent();
    }

    private static boolean isSsh(Listening one) {
        return one.holder().map(h -> SSH.contains(h.program())).orElse(one.port() == SSH_PORT);
    }
}
