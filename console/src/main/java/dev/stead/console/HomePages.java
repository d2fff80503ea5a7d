package dev.stead.console;

import dev.stead.api.Control;
import dev.stead.api.Engines;
import dev.stead.api.Permission;
import dev.stead.api.SystemStatus;

import java.util.List;
import java.util.Optional;

/** The applications and engines that one may open; those who see the system also see how it is. */
record HomePages(Frames frames, Control control, Engines engines) {
    /** What the page shows. */
    record Content(
            Frame frame,
            List<Control.Application> applications,
            Shelf shelf,
            Optional<Summary> summary) {}

    /** How the system is, in figures. */
    record Summary(SystemStatus status) {
        long healthy() {
            return status.components().stream().filter(c -> c.state().equals("healthy")).count();
        }

        int components() {
            return status.components().size();
        }

        int instances() {
            return status.components().stream().mapToInt(c -> c.instances().size()).sum();
        }

        double cpu() {
            return instancesOf().mapToDouble(SystemStatus.InstanceView::cpu).sum();
        }

        long memory() {
            return instancesOf().mapToLong(SystemStatus.InstanceView::memory).sum();
        }

        List<SystemStatus.ComponentStatus> ailing() {
            return status.components().stream().filter(c -> !c.state().equals("healthy")).toList();
        }

        List<SystemStatus.CertificateView> ailingCertificates(Show show) {
            return status.certificates().stream()
                    .filter(it -> !show.state(it).equals(Show.GOOD))
                    .toList();
        }

        private java.util.stream.Stream<SystemStatus.InstanceView> instancesOf() {
            return status.components().stream().flatMap(c -> c.instances().stream());
        }
    }

    void mount(Routes routes) {
        routes.get("/", Permission.SEE_OWN, this::show);
    }

    private Reply show(Visit visit) {
        Frame frame = frames.of(visit, "Home", Section.HOME);
        Content content =
                new Content(
                        frame,
                        control.applications(visit.caller()),
                        Shelf.of(
                                engines.offers(visit.caller()),
                                engines.list(visit.caller(), false),
                                frame.name()),
                        frame.seesSystem()
                                ? Optional.of(new Summary(control.status(visit.caller())))
                                : Optional.empty());
        return Reply.page(visit, out -> JtehomeGenerated.render(out, null, content));
    }
}
