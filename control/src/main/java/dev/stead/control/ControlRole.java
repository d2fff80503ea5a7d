package dev.stead.control;

import dev.stead.api.Agent;
import dev.stead.api.Control;
import dev.stead.api.Disks;
import dev.stead.api.Engines;
import dev.stead.api.Gateway;
import dev.stead.api.Host;
import dev.stead.api.InstanceStatus;
import dev.stead.api.Trimmable;
import dev.stead.base.Scheduler;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.engines.EnginesRole;
import dev.stead.control.state.StateDatabase;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wires control: construct without I/O, {@link #start}, use {@link #control}, {@link #close}. The
 * other roles are lent.
 */
public final class ControlRole implements AutoCloseable {
    private static final Duration PACKING_AT_MOST = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofHours(12);

    private final Agent agent;
    private final Router router;
    private final SystemControl control;
    private final EnginesRole engines;
    private final Scheduler scheduler;
    private final AtomicBoolean stale = new AtomicBoolean();
    private volatile boolean closed;
    private Optional<Agent.Subscription> changes = Optional.empty();

    /**
     * Wires the role.
     *
     * @param scheduler where its work runs; closed after this role
     * @param database opened and closed by the accounts
     * @param disks say whether there is room for a change
     * @param ended called when the system was taken down, or dismissed: the server may end
     */
    public ControlRole(
            ControlSettings settings,
            StateFolder folder,
            InstantSource clock,
            Scheduler scheduler,
            Agent agent,
            Host host,
            Gateway gateway,
            Secrets secrets,
            StateDatabase database,
            AccountsRole accounts,
            Disks disks,
            Runnable ended) {
        this.agent = agent;
        this.scheduler = scheduler;
        State state = new State(database);
        PackedForms packing =
                new PackedForms(new Packers(folder.root())::all, PACKING_AT_MOST, System::nanoTime);
        this.engines =
                new EnginesRole(
                        database,
                        clock,
                        scheduler,
                        agent,
                        host,
                        gateway,
                        accounts,
                        state::ports,
                        () -> reroute());
        accounts.tell(engines.departures());
        Releases releases = new Releases(folder, host, packing, disks);
        this.router = new Router(gateway, agent, folder, settings, state::port);
        this.control =
                new SystemControl(
                        settings,
                        clock,
                        agent,
                        host,
                        secrets,
                        state,
                        accounts,
                        new Intake(folder, state, secrets, releases),
                        releases,
                        router,
                        scheduler,
                        disks,
                        engines,
                        folder.root(),
                        ended);
    }

    /** Takes up what was applied before; the agent and the accounts must have started. */
    public void start() {
        engines.start();
        router.ask(engines::routes);
        changes = Optional.of(agent.onChange(this::changed));
        control.resume();
        lookLater();
    }

    /** An engine's row, and not its instance, says whether there is a way to it. */
    private void changed(InstanceStatus instance) {
        if (instance.spec().enclosure().isPresent()) {
            engines.observe(instance);
        } else {
            refreshSoon();
        }
    }

    private void reroute() {
        if (!closed) {
            router.refresh();
        }
    }

    /** The gateway looks at its certificate whenever it is given a table. */
    private void lookLater() {
        scheduler.after(
                LOOK,
                () -> {
                    if (!closed) {
                        router.handOverAgain();
                        lookLater();
                    }
                });
    }

    /** Private engines. */
    public Engines engines() {
        return engines.engines();
    }

    /** The role itself. */
    public Control control() {
        return control;
    }

    /** What it keeps on disk that can go, the least missed first; once it has started. */
    public List<Trimmable> trimmables() {
        return control.trimmables();
    }

    /** Many changes in a row make one new table. */
    private void refreshSoon() {
        if (stale.compareAndSet(false, true)) {
            scheduler.execute(() -> {
                stale.set(false);
                if (!closed) {
                    router.refresh();
                }
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        engines.close();
        changes.ifPresent(Agent.Subscription::close);
    }
}
