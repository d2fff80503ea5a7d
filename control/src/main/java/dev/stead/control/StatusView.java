package dev.stead.control;

import dev.stead.api.CertificateStatus;
import dev.stead.api.InstanceStatus;
import dev.stead.api.SystemStatus;
import dev.stead.api.SystemStatus.CertificateView;
import dev.stead.api.SystemStatus.ComponentStatus;
import dev.stead.api.SystemStatus.InstanceView;
import dev.stead.model.Component;
import dev.stead.model.InstanceState;
import dev.stead.model.SystemSpec;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Turns what an agent sees into what people and programs read. Pure. */
final class StatusView {
    private final Addresses addresses;

    StatusView(Addresses addresses) {
        this.addresses = addresses;
    }

    ComponentStatus component(Component component, List<InstanceStatus> all) {
        List<InstanceStatus> mine =
                all.stream()
                        .filter(i -> i.component().equals(component.name()))
                        .sorted(
                                Comparator.comparingInt((InstanceStatus i) -> i.id().length())
                                        .thenComparing(InstanceStatus::id))
                        .toList();
        int wanted = Workload.of(component).map(StatusView::replicas).orElse(0);
        InstanceState state = state(wanted, mine);
        Optional<String> reason =
                mine.stream()
                        .filter(i -> i.state() == state)
                        .flatMap(i -> i.reason().stream())
                        .findFirst();
        return new ComponentStatus(
                component.name(),
                component.kind(),
                state.word(),
                component.routes().stream().findFirst().map(addresses::of),
                reason,
                component.routes().stream()
                        .map(r -> new SystemStatus.RouteView(addresses.of(r), r.access().words()))
                        .toList(),
                mine.stream().map(StatusView::view).toList());
    }

    private static <C extends Component> int replicas(Workload<C> workload) {
        return workload.recipe().replicas(workload.component());
    }

    /** The worst of what users notice; a component that needs no instance is healthy. */
    static InstanceState state(int wanted, List<InstanceStatus> instances) {
        long healthy = instances.stream().filter(i -> i.state() == InstanceState.HEALTHY).count();
        if (healthy >= wanted) {
            return InstanceState.HEALTHY;
        }
        for (InstanceState worse :
                List.of(
                        InstanceState.CRASH_LOOP,
                        InstanceState.UNHEALTHY,
                        InstanceState.STARTING)) {
            if (instances.stream().anyMatch(i -> i.state() == worse)) {
                return worse;
            }
        }
        return InstanceState.STOPPED;
    }

    private static InstanceView view(InstanceStatus i) {
        return new InstanceView(
                i.id(),
                i.pid(),
                i.state().word(),
                i.since(),
                i.restarts(),
                i.reason(),
                i.memory(),
                i.cpu());
    }

    SystemStatus system(
            SystemSpec system,
            List<InstanceStatus> instances,
            SystemStatus.Server server,
            List<String> warnings,
            List<CertificateStatus> certificates) {
        return new SystemStatus(
                system.name(),
                addresses.of(system),
                addresses.origin(system.ownHost()) + "/",
                server,
                system.components().stream().map(c -> component(c, instances)).toList(),
                warnings,
                certificates.stream().map(StatusView::view).toList());
    }

    private static CertificateView view(CertificateStatus certificate) {
        return new CertificateView(
                certificate.names(),
                certificate.source().word(),
                certificate.issuer(),
                certificate.notAfter(),
                certificate.nextRenewal(),
                certificate
                        .failure()
                        .map(it -> new SystemStatus.Trouble(it.at(), it.what(), it.mend())));
    }
}
