package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Holder;
import dev.stead.api.HostFacts.Listening;
import dev.stead.control.doctor.Addresses.Meeting;

import java.util.List;
import java.util.Optional;

/** Whether the gateway can listen where the file says. */
final class PortsCheck implements Check {
    @Override
    public List<Finding> judge(Needs needs, HostFacts facts) {
        Sheet sheet = new Sheet(Area.PORTS);
        judge("https", needs.door().https(), 8443, needs, facts, sheet);
        judge("http", needs.door().http(), 8080, needs, facts, sheet);
        return sheet.findings();
    }

    private static void judge(
            String key, int port, int other, Needs needs, HostFacts facts, Sheet sheet) {
        String where = "port " + port;
        String change = "give the gateway another: `listen: { " + key + ": " + other + " }`";
        Optional<Listening> own =
                facts.listening().stream().filter(it -> it.port() == port && isOwn(it)).findFirst();
        Meeting meeting = Meeting.NEVER;
        Optional<Listening> taken = Optional.empty();
        for (Listening one : facts.listening()) {
            Meeting here = one.port() == port && !isOwn(one) ? meeting(needs, one) : Meeting.NEVER;
            if (here.compareTo(meeting) > 0) {
                meeting = here;
                taken = Optional.of(one);
            }
        }
        if (own.isPresent()) {
            sheet.ok(where, "this system's gateway has it (" + key + ")");
        } else if (meeting == Meeting.SURE) {
            held(where, change, taken.orElseThrow(), key, sheet);
        } else if (meeting == Meeting.PERHAPS) {
            sheet.warning(
                    where,
                    "perhaps taken for " + key + " by " + who(taken.orElseThrow()),
                    "end that if the gateway cannot listen, or " + change,
                    Exposed.endOf(taken.orElseThrow()));
        } else if (facts.bounds().firstPort().orElse(1) > port) {
            tooLow(where, port, change, facts, sheet);
        } else {
            sheet.ok(where, "free (" + key + ")");
        }
    }

    private static Meeting meeting(Needs needs, Listening taken) {
        return needs.door().addresses().stream()
                .map(wanted -> Addresses.meeting(wanted, taken.address()))
                .max(Meeting::compareTo)
                .orElse(Meeting.NEVER);
    }

    private static boolean isOwn(Listening one) {
        return one.holder().filter(Holder::self).isPresent();
    }

    private static void held(
            String where, String change, Listening taken, String key, Sheet sheet) {
        sheet.fatal(
                where,
                "taken by " + who(taken) + ", the gateway needs it for " + key,
                "end that, or " + change,
                Exposed.endOf(taken));
    }

    private static void tooLow(
            String where, int port, String change, HostFacts facts, Sheet sheet) {
        sheet.fatal(
                where,
                "only root may listen below " + facts.bounds().firstPort().orElse(1024),
                "run stead as root, " + change + ", or let everybody listen there",
                "sysctl -w net.ipv4.ip_unprivileged_port_start=" + port);
    }

    static String who(Listening taken) {
        return Exposed.who(taken) + " at " + Exposed.place(taken);
    }
}
