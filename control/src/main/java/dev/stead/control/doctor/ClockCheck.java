package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Clock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the time can be trusted: certificates, sessions and logs go by it. */
final class ClockCheck implements Check {
    /** No machine with this program was ever at an earlier time. */
    static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");

    private static final Duration SLACK = Duration.ofMinutes(2);
    private static final String SYNCHRONISE = "apt-get install systemd-timesyncd";

    @Override
    public List<Finding> judge(Needs needs, HostFacts facts) {
        Sheet sheet = new Sheet(Area.CLOCK);
        Clock clock = facts.clock();
        boolean past = clock.now().isBefore(FIRST);
        if (past) {
            sheet.fatal(
                    "time",
                    clock.now() + " is before Stead was made: no certificate is valid then",
                    "set the clock",
                    "date -u -s 'YYYY-MM-DD hh:mm:ss'");
        } else if (clock.newest().filter(n -> n.isAfter(clock.now().plus(SLACK))).isPresent()) {
            sheet.warning(
                    "time",
                    clock.now()
                            + " is earlier than the state was written, "
                            + clock.newest().orElseThrow(),
                    "set the clock; if the state's time was the wrong one, this goes away with the"
                            + " next changes",
                    "date -u -s 'YYYY-MM-DD hh:mm:ss'");
        } else {
            sheet.ok("time", "not earlier than what was written before");
        }
        synchronised(facts, sheet);
        return sheet.findings();
    }

    private static void synchronised(HostFacts facts, Sheet sheet) {
        boolean container = facts.hardening().container();
        boolean known = facts.clock().synchronised().isPresent();
        boolean right = facts.clock().synchronised().orElse(false);
        if (right) {
            sheet.ok("synchronised", "the kernel says that somebody keeps it right");
        } else if (container || !known) {
            sheet.note(
                    "synchronised",
                    container
                            ? "not known: the machine that runs this container keeps the time"
                            : "not known: the kernel does not tell",
                    "see on that machine",
                    "timedatectl");
        } else {
            sheet.warning(
                    "synchronised",
                    "nobody keeps it right: it drifts by seconds a day, and codes of second"
                            + " factors fail",
                    "have it synchronised",
                    SYNCHRONISE);
        }
    }
}
