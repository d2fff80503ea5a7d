package dev.stead.api;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.List;
import java.util.Locale;

/**
 * The shape of {@code stead doctor --json}, stable: keys are only ever added.
 *
 * @param system the system whose needs were looked at
 * @param findings in the order of the areas, in each the worst first
 */
public record Diagnosis(String system, List<Finding> findings) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** How many there are of one severity. */
    public long count(Severity severity) {
        return findings.stream().filter(f -> f.severity() == severity).count();
    }

    /** What a finding means for the system. */
    public enum Severity {
        /** It cannot run here; {@code stead up} refuses. */
        FATAL,
        /** It runs, and this will hurt it or lets somebody in. */
        WARNING,
        /** Good to know. */
        NOTE,
        /** It was looked at, and it is well. */
        OK;

        /** As it is written in documents and shown to people. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a finding is about, in the order in which they are shown. */
    public enum Area {
        MEMORY,
        CORES,
        DISK,
        PORTS,
        CLOCK,
        LIMITS,
        VERSIONS,
        CERTIFICATES,
        COMPONENTS,
        EXPOSED,
        HARDENING,
        ISOLATION;

        /** As it is written in documents and shown to people. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing that was looked at.
     *
     * @param where a short name of the place, such as {@code port 443} or a folder
     * @param what a sentence without a full stop that goes on after the place and a colon
     * @param mend what to do, without a full stop; may be empty
     * @param command the exact command that does it; empty where there is none
     */
    public record Finding(
            Area area, Severity severity, String where, String what, String mend, String command) {
        /** What to do, with the command, as one sentence; may be empty. */
        public String advice() {
            return command.isEmpty() ? mend : mend.isEmpty() ? command : mend + ": " + command;
        }
    }
}
