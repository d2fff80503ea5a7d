package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.HostFacts;
import dev.stead.control.doctor.Needs.Share;

import java.util.List;

/** Whether there are enough cores. */
final class CoresCheck implements Check {
    /** With one, a busy component keeps the gateway and the databases waiting. */
    private static final double USUAL = 2;

    private static final String MACHINE = "machine";

    @Override
    public List<Finding> judge(Needs needs, HostFacts facts) {
        Sheet sheet = new Sheet(Area.CORES);
        if (facts.cores().isEmpty()) {
            return sheet.note(MACHINE, "how many cores there are is not known", "", "").findings();
        }
        double cores = facts.cores().getAsDouble();
        for (Share share : needs.shares()) {
            double limit = share.limits().cpu().orElse(0);
            if (limit > cores) {
                sheet.note(
                        share.component(),
                        "may keep "
                                + Amount.number(limit)
                                + " cores busy, there are "
                                + Amount.number(cores),
                        "lower its `limits: { cpu: }`",
                        "");
            }
        }
        sum(needs, cores, sheet);
        return sheet.findings();
    }

    private static void sum(Needs needs, double cores, Sheet sheet) {
        double wanted =
                needs.shares().stream()
                        .mapToDouble(s -> s.instances() * s.limits().cpu().orElse(0))
                        .sum();
        String has = Amount.number(cores) + (cores == 1 ? " core" : " cores");
        if (cores < USUAL) {
            sheet.warning(
                    MACHINE,
                    has + ": a busy component keeps the gateway and all others waiting",
                    "take a machine with two cores or more",
                    "");
        } else if (wanted > cores) {
            sheet.note(
                    MACHINE,
                    has + "; limits of all instances add up to " + Amount.number(wanted),
                    "lower `limits: { cpu: }` or `replicas:`, or accept that they wait for each"
                            + " other",
                    "");
        } else {
            sheet.ok(MACHINE, has);
        }
    }
}
