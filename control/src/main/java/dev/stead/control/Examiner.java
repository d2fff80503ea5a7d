package dev.stead.control;

import dev.stead.api.Agent;
import dev.stead.api.CertificateStatus;
import dev.stead.api.Diagnosis;
import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.Diagnosis.Severity;
import dev.stead.api.Host;
import dev.stead.api.HostFacts;
import dev.stead.base.SteadException;
import dev.stead.control.doctor.Doctor;
import dev.stead.control.doctor.Needs;
import dev.stead.control.doctor.Needs.Wish;
import dev.stead.model.SystemSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Has this machine looked at for a system file. */
final class Examiner {
    private final Agent agent;
    private final Host host;
    private final Intake intake;
    private final Router router;

    Examiner(Agent agent, Host host, Intake intake, Router router) {
        this.agent = agent;
        this.host = host;
        this.intake = intake;
        this.router = router;
    }

    /** Everything there is to say. */
    Diagnosis diagnosis(Intake.Read read) {
        Needs needs = needs(read.system());
        HostFacts facts = facts(needs, true);
        List<Finding> also = new ArrayList<>(components(read));
        also.addAll(certificates(read));
        also.addAll(
                Doctor.sentences(
                        Area.ISOLATION,
                        Severity.WARNING,
                        "components",
                        new Isolation(agent).missing(read.system()),
                        "run Stead as root on a machine whose cgroups it may use",
                        "users, rights and limits of their own"));
        return Doctor.diagnosis(needs, facts, also);
    }

    /**
     * What an apply of this system is refused for, quickly. Not for a disk that is full: whoever
     * watches the disks knows whether this apply needs room, and it may be the mend.
     */
    List<SteadException> obstacles(SystemSpec system) {
        Needs needs = needs(system);
        return Doctor.obstacles(needs, facts(needs, false).withoutSpace());
    }

    private Needs needs(SystemSpec system) {
        return HostNeeds.of(system, router.listeners(system), agent.instances());
    }

    private HostFacts facts(Needs needs, boolean thorough) {
        return host.facts(
                new HostFacts.Question(
                        needs.wishes().stream().map(Wish::packageName).distinct().toList(),
                        Set.of(needs.door().https(), needs.door().http()),
                        thorough));
    }

    /** Packages, and what keeps those from running whose packages are there. */
    private List<Finding> components(Intake.Read read) {
        List<Finding> findings = new ArrayList<>();
        List<String> missing = host.missingPackages(Blueprint.packages(read.system()));
        if (!missing.isEmpty()) {
            boolean may = host.mayInstall();
            findings.add(
                    new Finding(
                            Area.COMPONENTS,
                            may ? Severity.NOTE : Severity.FATAL,
                            "packages",
                            "missing: " + String.join(" ", missing),
                            may ? "stead up asks, and installs them" : "have root install them",
                            may ? "" : "apt-get install " + String.join(" ", missing)));
        }
        for (SteadException obstacle : intake.sketch(read).obstacles(missing)) {
            findings.add(
                    new Finding(
                            Area.COMPONENTS,
                            Severity.FATAL,
                            "host",
                            obstacle.what(),
                            obstacle.mend(),
                            ""));
        }
        return findings.isEmpty()
                ? Doctor.sentences(
                        Area.COMPONENTS,
                        Severity.OK,
                        "host",
                        List.of(),
                        "",
                        "packages, programs, secrets and data directories are as they need them")
                : findings;
    }

    private List<Finding> certificates(Intake.Read read) {
        List<Finding> findings =
                new ArrayList<>(
                        Doctor.sentences(
                                Area.CERTIFICATES,
                                Severity.WARNING,
                                "hosts",
                                CertificateNames.warnings(read.system(), read.folder()),
                                "have it made for that host too",
                                "each has a certificate, or gets one"));
        for (CertificateStatus one : router.certificates()) {
            one.failure()
                    .ifPresent(trouble ->
                            findings.add(
                                    new Finding(
                                            Area.CERTIFICATES,
                                            Severity.WARNING,
                                            one.name(),
                                            trouble.what(),
                                            trouble.mend(),
                                            "")));
        }
        return findings;
    }
}
