package dev.stead.control;

import dev.stead.api.Host;
import dev.stead.base.Code;
import dev.stead.base.Secrets;
import dev.stead.base.SteadException;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.engines.EnginesRole;
import dev.stead.control.engines.Front;
import dev.stead.model.Component;
import dev.stead.model.Plan;
import dev.stead.model.SystemSpec;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes what runs that which a file says, and keeps what was applied for the next server: read,
 * looked at, built, carried out, published. When it fails the old goes on: nothing that only the
 * new file has is left. One at a time, guarded by its caller.
 */
final class Rollout {
    private final ControlSettings settings;
    private final InstantSource clock;
    private final Host host;
    private final Secrets secrets;
    private final State state;
    private final AccountsRole accounts;
    private final Intake intake;
    private final Releases releases;
    private final Router router;
    private final Applier applier;
    private final Readiness readiness;
    private final Inventory inventory;
    private final EnginesRole engines;

    Rollout(
            ControlSettings settings,
            InstantSource clock,
            Host host,
            Secrets secrets,
            State state,
            AccountsRole accounts,
            Intake intake,
            Releases releases,
            Router router,
            Applier applier,
            Readiness readiness,
            Inventory inventory,
            EnginesRole engines) {
        this.settings = settings;
        this.clock = clock;
        this.host = host;
        this.secrets = secrets;
        this.state = state;
        this.accounts = accounts;
        this.intake = intake;
        this.releases = releases;
        this.router = router;
        this.applier = applier;
        this.readiness = readiness;
        this.inventory = inventory;
        this.engines = engines;
    }

    /** Takes up what was applied before this server started. */
    void resume() {
        state.applied()
                .map(a -> intake.parse(a.file(), a.content()))
                .ifPresent(read ->
                        offer(
                                read.published(state.sites()),
                                intake.published(read, state.sites())));
    }

    private void offer(Router.Published published, Blueprint blueprint) {
        SystemSpec system = published.system();
        int https = router.listeners(system).https();
        accounts.follow(system, https, () -> router.publish(published));
        Front front = new Front(system.domain(), https);
        engines.follow(blueprint.engines(front), front);
    }

    /** Applies a file. */
    void apply(Path file, boolean mayInstall, Progress progress) {
        Intake.Read read = intake.read(file);
        refuseOtherFile(read);
        readiness.demand(read, inventory.running(), mayInstall, progress);
        givePorts(read.system());
        router.listen(read.published(Map.of()));
        prepare(read.system());
        try {
            carryOut(read, intake.build(read, progress), progress);
        } finally {
            releases.letGo();
        }
    }

    private void carryOut(Intake.Read read, Blueprint blueprint, Progress progress) {
        applier.finishStops(progress);
        Plan plan = Plan.of(blueprint.wanted(), inventory.running());
        if (state.applied().isEmpty()) {
            publish(read, blueprint);
        }
        try {
            applier.execute(plan, blueprint, progress);
        } catch (SteadException e) {
            throw withdrawn(e, progress);
        }
        publish(read, blueprint);
        applier.remove(plan, progress);
        trimReleases(read.system());
        applier.awaitKept(plan, progress);
    }

    /**
     * Takes away what only the file has that failed: the one before goes on, and status shows it.
     */
    private SteadException withdrawn(SteadException failure, Progress progress) {
        try {
            router.published()
                    .map(Router.Published::system)
                    .ifPresent(before ->
                            applier.stopAll(inventory.componentsBeside(before), progress));
        } catch (SteadException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private void publish(Intake.Read read, Blueprint blueprint) {
        offer(read.published(blueprint.sites()), blueprint);
        state.apply(
                new State.Applied(read.file(), read.content()), blueprint.sites(), clock.instant());
    }

    private void refuseOtherFile(Intake.Read read) {
        if (!read.system().name().equals(settings.system())) {
            throw new SteadException(
                    Code.CONFLICT,
                    "this server runs the system "
                            + settings.system()
                            + ", the file describes "
                            + read.system().name(),
                    "run stead up " + read.file());
        }
        Optional<Path> running = state.applied().map(State.Applied::file);
        if (running.isPresent() && !running.get().equals(read.file())) {
            throw new SteadException(
                    Code.CONFLICT,
                    "the system "
                            + settings.system()
                            + " already runs from another file, "
                            + running.get(),
                    "apply that file, give this one another `system:` name, or take the running one"
                            + " down first: stead down "
                            + settings.system());
        }
    }

    private void prepare(SystemSpec system) {
        for (Component component : system.components()) {
            host.prepareComponent(component.name());
        }
        for (Workload<?> workload : Blueprint.workloads(system)) {
            workload.secrets().forEach(secrets::findOrGenerate);
        }
    }

    /**
     * Components that others know have the same port for ever: a database its own, a service its
     * inner door.
     */
    private void givePorts(SystemSpec system) {
        for (Workload<?> workload : Blueprint.workloads(system)) {
            boolean known =
                    workload.recipe().stablePort() || Router.isNeeded(workload.component(), system);
            if (known && state.port(workload.name()).isEmpty()) {
                state.port(workload.name(), host.freePort(applier.takenPorts()));
            }
        }
    }

    private void trimReleases(SystemSpec system) {
        Map<String, Set<String>> inUse = inventory.releasesInUse();
        for (Component component : system.components()) {
            releases.trim(component.name(), inUse.getOrDefault(component.name(), Set.of()));
        }
    }
}
