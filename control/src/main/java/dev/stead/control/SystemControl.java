package dev.stead.control;

import dev.stead.api.Agent;
import dev.stead.api.Caller;
import dev.stead.api.Control;
import dev.stead.api.Diagnosis;
import dev.stead.api.Disks;
import dev.stead.api.Event;
import dev.stead.api.Host;
import dev.stead.api.InstanceStatus;
import dev.stead.api.Permission;
import dev.stead.api.SystemStatus;
import dev.stead.api.Trimmable;
import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.Secrets;
import dev.stead.base.SteadException;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.accounts.Asker;
import dev.stead.control.accounts.Guard;
import dev.stead.control.engines.EnginesRole;
import dev.stead.model.Component;
import dev.stead.model.Engine;
import dev.stead.model.Plan;
import dev.stead.model.Step;
import dev.stead.model.SystemSpec;
import dev.stead.model.Wanted;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * {@link Control} over an agent, a host and the routes. Thread-safe; what changes something runs
 * one at a time.
 */
final class SystemControl implements Control {
    private final ControlSettings settings;
    private final InstantSource clock;
    private final Agent agent;
    private final Host host;
    private final State state;
    private final Guard guard;
    private final Intake intake;
    private final Releases releases;
    private final Router router;
    private final Applier applier;
    private final Examiner examiner;
    private final Inventory inventory;
    private final Rollout rollout;
    private final Turn turn;
    private final Disks disks;
    private final EnginesRole engines;
    private final Runnable ended;

    SystemControl(
            ControlSettings settings,
            InstantSource clock,
            Agent agent,
            Host host,
            Secrets secrets,
            State state,
            AccountsRole accounts,
            Intake intake,
            Releases releases,
            Router router,
            Scheduler scheduler,
            Disks disks,
            EnginesRole engines,
            Path folder,
            Runnable ended) {
        this.settings = settings;
        this.clock = clock;
        this.agent = agent;
        this.host = host;
        this.state = state;
        this.guard = accounts.guard();
        this.intake = intake;
        this.releases = releases;
        this.router = router;
        this.applier = new Applier(agent, host, router, state, settings.drain(), scheduler);
        this.examiner = new Examiner(agent, host, intake, router);
        this.inventory = new Inventory(agent, state);
        this.rollout =
                new Rollout(
                        settings,
                        clock,
                        host,
                        secrets,
                        state,
                        accounts,
                        intake,
                        releases,
                        router,
                        applier,
                        new Readiness(host, intake, examiner, disks, folder),
                        inventory,
                        engines);
        this.engines = engines;
        this.turn = new Turn(accounts.log(), clock);
        this.disks = disks;
        this.ended = ended;
    }

    /** Takes up what was applied before this server started. */
    void resume() {
        rollout.resume();
    }

    @Override
    public SystemStatus status(Caller caller) {
        guard.demand(caller, Permission.SEE_SYSTEM);
        Router.Published published = router.published().orElseThrow(SystemControl::nothingApplied);
        SystemSpec system = published.system();
        List<String> warnings = warnings(system, published.folder());
        warnings.addAll(leftOvers(system));
        return new StatusView(new Addresses(router.listeners(system).https()))
                .system(
                        system,
                        agent.measured(),
                        new SystemStatus.Server(settings.pid(), settings.version()),
                        warnings,
                        router.certificates());
    }

    /** What of isolation is missing, which hosts browsers will refuse, which disks get full. */
    private List<String> warnings(SystemSpec system, Path folder) {
        List<String> warnings = new ArrayList<>(new Isolation(agent).missing(system));
        warnings.addAll(CertificateNames.warnings(system, folder));
        warnings.addAll(disks.warnings());
        return warnings;
    }

    private List<String> leftOvers(SystemSpec system) {
        return inventory.componentsBeside(system).stream()
                .map(name ->
                        name
                                + " runs, but the file that was applied does not have it: an apply"
                                + " was cut off; run stead up to finish it")
                .toList();
    }

    @Override
    public Diagnosis doctor(Caller caller, Optional<Path> file) {
        guard.demand(caller, file.isPresent() ? Permission.HOLD_SERVER : Permission.SEE_SYSTEM);
        return examiner.diagnosis(
                file.map(intake::read)
                        .orElseGet(() ->
                                state.applied()
                                        .map(a -> intake.parse(a.file(), a.content()))
                                        .orElseThrow(SystemControl::nothingApplied)));
    }

    @Override
    public List<Application> applications(Caller caller) {
        Asker asker = guard.demand(caller, Permission.SEE_OWN);
        SystemSpec system =
                router.published()
                        .map(Router.Published::system)
                        .orElseThrow(SystemControl::nothingApplied);
        return new Applications(new Addresses(router.listeners(system).https()), agent.instances())
                .openTo(asker, system);
    }

    @Override
    public PlanView planApplied(Caller caller) {
        guard.demand(caller, Permission.SEE_SYSTEM);
        return plan(intake.read(appliedFile()));
    }

    @Override
    public PlanView plan(Caller caller, PlanRequest request) {
        guard.demand(
                caller,
                request.file().isPresent() ? Permission.HOLD_SERVER : Permission.CHANGE_SYSTEM);
        Path file = request.file().orElseGet(this::appliedFile);
        return plan(
                request.content()
                        .map(content -> intake.parse(file, content))
                        .orElseGet(() -> intake.read(file)));
    }

    @Override
    public SystemText file(Caller caller) {
        guard.demand(caller, Permission.SEE_SYSTEM);
        State.Applied applied = state.applied().orElseThrow(SystemControl::nothingApplied);
        String content = Intake.text(applied.file());
        return new SystemText(
                applied.file().toString(), content, content.equals(applied.content()));
    }

    private Path appliedFile() {
        return state.applied().map(State.Applied::file).orElseThrow(SystemControl::nothingApplied);
    }

    private PlanView plan(Intake.Read read) {
        Plan plan = Plan.of(intake.sketch(read).wanted(), inventory.running());
        List<Change> changes = new ArrayList<>();
        for (Step step : plan.changes()) {
            String action = step.action().name().toLowerCase(Locale.ROOT);
            changes.add(new Change(action, step.component(), step.why()));
        }
        changes.addAll(
                RouteChanges.between(
                        router.published().map(Router.Published::system), read.system()));
        return new PlanView(
                read.system().name(),
                changes,
                host.missingPackages(Blueprint.packages(read.system())),
                host.mayInstall(),
                new Addresses(router.listeners(read.system()).https()).publicRoutes(read.system()),
                warnings(read.system(), read.folder()));
    }

    @Override
    public void apply(Caller caller, ApplyRequest request, Consumer<Event> sink) {
        Asker asker =
                guard.demand(
                        caller,
                        request.file().isPresent()
                                ? Permission.HOLD_SERVER
                                : Permission.CHANGE_SYSTEM);
        Path file = request.file().orElseGet(this::appliedFile);
        turn.take(
                asker,
                "apply",
                file.toString(),
                () -> rollout.apply(file, request.installPackages(), new Progress(clock, sink)));
    }

    /** What on disk can go, the least missed first. */
    List<Trimmable> trimmables() {
        return List.of(new OldReleases(releases, inventory::releasesInUse));
    }

    @Override
    public void restart(Caller caller, String component, Consumer<Event> sink) {
        Asker asker = guard.demand(caller, Permission.CHANGE_SYSTEM);
        turn.take(asker, "restart", component, () -> restart(component, new Progress(clock, sink)));
    }

    private void restart(String component, Progress progress) {
        Intake.Read read =
                state.applied()
                        .map(a -> intake.parse(a.file(), a.content()))
                        .orElseThrow(SystemControl::nothingApplied);
        Component found =
                read.system()
                        .component(component)
                        .orElseThrow(() -> unknown(component, read.system()));
        if (found instanceof Engine) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the engines of " + component + " are their users', and are not restarted",
                    "stop one with stead engine stop ID; its user opens another");
        }
        applier.finishStops(progress);
        List<InstanceStatus> instances =
                agent.instances().stream().filter(i -> i.component().equals(component)).toList();
        if (instances.isEmpty()) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the " + found.kind() + " " + component + " has no instances to restart",
                    "the gateway serves it; change its files and run stead up");
        }
        applier.restart(
                instances, Workload.of(found).orElseThrow().recipe().replacement(), progress);
    }

    @Override
    public Purged purge(Caller caller, String component, Optional<String> path) {
        Asker asker = guard.demand(caller, Permission.CHANGE_SYSTEM);
        AtomicInteger answers = new AtomicInteger();
        turn.take(
                asker,
                "purge",
                component + path.map(" "::concat).orElse(""),
                () -> answers.set(purge(component, path)));
        return new Purged(answers.get());
    }

    private int purge(String component, Optional<String> path) {
        SystemSpec system =
                router.published()
                        .map(Router.Published::system)
                        .orElseThrow(SystemControl::nothingApplied);
        if (system.component(component).isEmpty()) {
            throw unknown(component, system);
        }
        if (path.isPresent() && !path.get().startsWith("/")) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the path " + path.get() + " does not begin with a slash",
                    "give the path as visitors name it, for example /news");
        }
        return router.purge(component, path);
    }

    private static SteadException nothingApplied() {
        return new SteadException(
                Code.CONFLICT, "nothing has been applied yet", "run stead up FILE");
    }

    static SteadException unknown(String component, SystemSpec system) {
        return new SteadException(
                Code.UNKNOWN,
                "the system " + system.name() + " has no component " + component,
                "it has "
                        + String.join(
                                ", ", system.components().stream().map(Component::name).toList()));
    }

    @Override
    public void down(Caller caller, Consumer<Event> sink) {
        Asker asker = guard.demand(caller, Permission.HOLD_SERVER);
        turn.take(asker, "down", settings.system(), () -> down(new Progress(clock, sink)));
        ended.run();
    }

    private void down(Progress progress) {
        if (!engines.endAll()) {
            progress.say(
                    Event.Level.WARNING, "", "an engine takes long to end; it is stopped again");
        }
        List<List<String>> waves = new ArrayList<>();
        Set<String> named = new HashSet<>();
        router.published()
                .ifPresent(p -> {
                    for (List<Wanted> wave : Plan.waves(outline(p.system()))) {
                        waves.add(wave.stream().map(Wanted::component).toList());
                    }
                });
        waves.forEach(named::addAll);
        waves.add(
                agent.instances().stream()
                        .map(InstanceStatus::component)
                        .filter(c -> !named.contains(c))
                        .distinct()
                        .toList());
        for (List<String> wave : waves.reversed()) {
            applier.stopAll(wave, progress);
        }
        state.clear();
        progress.done("", "everything is stopped; data, releases and secrets are kept");
    }

    /** What {@link Plan#waves} needs to know of a system. */
    private static List<Wanted> outline(SystemSpec system) {
        return system.components().stream()
                .map(c ->
                        new Wanted(
                                c.name(),
                                c.kind(),
                                new java.util.TreeMap<>(),
                                0,
                                Wanted.Replacement.ROLLING,
                                c.needs()))
                .toList();
    }

    @Override
    public void logs(Caller caller, LogQuery query, Consumer<Agent.LogLine> sink) {
        guard.demand(caller, Permission.SEE_SYSTEM);
        router.published()
                .ifPresent(p -> {
                    for (String name : query.components()) {
                        if (p.system().component(name).isEmpty()) {
                            throw unknown(name, p.system());
                        }
                    }
                });
        new LogTail(agent).read(query, sink);
    }

    @Override
    public void handOver(Caller caller) {
        turn.take(
                guard.demand(caller, Permission.HOLD_SERVER),
                "hand over",
                settings.system(),
                ended);
    }

    @Override
    public void dismiss(Caller caller) {
        guard.demand(caller, Permission.HOLD_SERVER);
        if (state.applied().isPresent() || !agent.instances().isEmpty()) {
            throw new SteadException(
                    Code.CONFLICT,
                    "the system " + settings.system() + " runs",
                    "take it down with stead down");
        }
        ended.run();
    }
}
