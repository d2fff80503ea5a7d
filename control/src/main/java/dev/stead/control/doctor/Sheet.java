package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.Diagnosis.Severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Findings of one area as they are made. Not thread-safe. */
final class Sheet {
    private final Area area;
    private final List<Finding> findings = new ArrayList<>();

    Sheet(Area area) {
        this.area = area;
    }

    Sheet ok(String where, String what) {
        return add(Severity.OK, where, what, "", "");
    }

    Sheet note(String where, String what, String mend, String command) {
        return add(Severity.NOTE, where, what, mend, command);
    }

    Sheet warning(String where, String what, String mend, String command) {
        return add(Severity.WARNING, where, what, mend, command);
    }

    Sheet fatal(String where, String what, String mend, String command) {
        return add(Severity.FATAL, where, what, mend, command);
    }

    Sheet add(Severity severity, String where, String what, String mend, String command) {
        findings.add(new Finding(area, severity, where, what, mend, command));
        return this;
    }

    /** The worst first. */
    List<Finding> findings() {
        return findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    }
}
