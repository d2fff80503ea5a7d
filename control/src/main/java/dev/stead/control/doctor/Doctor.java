package dev.stead.control.doctor;

import dev.stead.api.Diagnosis;
import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.Diagnosis.Severity;
import dev.stead.api.HostFacts;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts what a file needs against what a machine says. Pure. */
public final class Doctor {
    private static final List<Check> CHECKS =
            List.of(
                    new MemoryCheck(),
                    new CoresCheck(),
                    new DiskCheck(),
                    new PortsCheck(),
                    new ClockCheck(),
                    new LimitsCheck(),
                    new VersionsCheck(),
                    new ExposedCheck(),
                    new HardeningCheck());

    private Doctor() {}

    /**
     * Everything worth saying.
     *
     * @param also what others found: control of components and certificates, the driver of
     *     isolation
     */
    public static Diagnosis diagnosis(Needs needs, HostFacts facts, List<Finding> also) {
        List<Finding> all = new ArrayList<>();
        CHECKS.forEach(check -> all.addAll(check.judge(needs, facts)));
        all.addAll(also);
        all.sort(Comparator.comparing(Finding::area).thenComparing(Finding::severity));
        return new Diagnosis(needs.system(), all);
    }

    /** What the system cannot run with, as what an apply is refused for. */
    public static List<SteadException> obstacles(Needs needs, HostFacts facts) {
        return diagnosis(needs, facts, List.of()).findings().stream()
                .filter(f -> f.severity() == Severity.FATAL)
                .map(f -> new SteadException(Code.HOST, f.where() + ": " + f.what(), f.advice()))
                .toList();
    }

    /**
     * Findings of one area that are sentences, each with the same mend; one that is well if none.
     */
    public static List<Finding> sentences(
            Area area,
            Severity severity,
            String where,
            List<String> what,
            String mend,
            String well) {
        Sheet sheet = new Sheet(area);
        what.forEach(sentence -> sheet.add(severity, where, sentence, mend, ""));
        return what.isEmpty() ? sheet.ok(where, well).findings() : sheet.findings();
    }
}
