package dev.stead.control.engines;

import dev.stead.api.Agent;
import dev.stead.api.Engines;
import dev.stead.api.Gateway;
import dev.stead.api.Host;
import dev.stead.api.InstanceStatus;
import dev.stead.api.RouteTable;
import dev.stead.base.Scheduler;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.accounts.Departures;
import dev.stead.control.state.StateDatabase;
import dev.stead.model.Access;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Wires private engines: construct without I/O, {@link #start} once the agent and the accounts have
 * started, {@link #follow} what was applied, use {@link #engines}, {@link #close}.
 */
public final class EnginesRole implements AutoCloseable {
    private static final Duration END = Duration.ofMinutes(2);

    private final Agent agent;
    private final Book book;
    private final Bell bell;
    private final Transitions turns;
    private final Keeper keeper;
    private final Rounds rounds;
    private final Roster roster;
    private final Desk desk;
    private final Runnable reroute;

    /**
     * Wires the role.
     *
     * @param otherPorts ports that are, or will be again, somebody else's
     * @param reroute has the gateway's routes made anew; returns when visitors see them
     */
    public EnginesRole(
            StateDatabase database,
            InstantSource clock,
            Scheduler scheduler,
            Agent agent,
            Host host,
            Gateway gateway,
            AccountsRole accounts,
            Supplier<List<Integer>> otherPorts,
            Runnable reroute) {
        this.agent = agent;
        this.reroute = reroute;
        this.book = new Book(database, scheduler);
        this.bell = new Bell(scheduler);
        Pulses pulses = new Pulses();
        Places places = new Places(clock::millis, accounts::steadyMillis);
        this.turns =
                new Transitions(
                        book,
                        places,
                        scheduler,
                        clock::millis,
                        pulses,
                        new WarmPause(scheduler::nanos));
        this.keeper =
                new Keeper(
                        agent,
                        scheduler,
                        book,
                        turns,
                        new Quarters(agent, host, otherPorts),
                        turns::terms);
        Tickets tickets = new Tickets(scheduler, book);
        this.rounds =
                new Rounds(
                        agent,
                        gateway,
                        scheduler,
                        book,
                        turns,
                        pulses,
                        tickets,
                        keeper::isSettled,
                        accounts::steadyMillis,
                        bell);
        this.roster =
                new Roster(
                        agent,
                        scheduler,
                        book,
                        turns,
                        pulses,
                        keeper,
                        rounds,
                        clock::millis,
                        accounts::steadyMillis);
        this.desk =
                new Desk(
                        accounts.guard(),
                        accounts.log(),
                        agent,
                        scheduler,
                        book,
                        turns,
                        new Admittance(turns, clock::millis),
                        roster,
                        pulses,
                        tickets,
                        bell,
                        new Sharing(book, accounts.log()),
                        new Uses(book, pulses, scheduler));
        book.tell(this::changed);
        turns.tell(this::show);
    }

    /** Takes up what is on record, before the first {@link #follow}. */
    public void start() {
        book.open();
        for (InstanceStatus instance : agent.instances()) {
            String id = instance.id();
            turns.knowing(
                    instance.component(), Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)));
        }
        keeper.takeUp();
    }

    /** Goes by these components from now on, in this order. */
    public void follow(List<Terms> components, Front front) {
        Map<String, Terms> byName = new LinkedHashMap<>();
        components.forEach(t -> byName.put(t.engine().name(), t));
        roster.at(front);
        keeper.begin();
        turns.follow(byName);
        rounds.begin();
    }

    /** Ends all, waits until nothing is left, and lets nobody open another. */
    public boolean endAll() {
        keeper.begin();
        turns.follow(Map.of());
        return bell.await(() -> book.now().rows().isEmpty(), END);
    }

    /** The role itself. */
    public Engines engines() {
        return desk;
    }

    /** An instance has changed; to be called in the order of an instance's changes. */
    public void observe(InstanceStatus instance) {
        keeper.observe(instance);
    }

    /** What ends when an account goes; to be called within the transaction in which it does. */
    public Departures departures() {
        return new Departures() {
            @Override
            public void signedOut(Handle h, String account) {
                turns.signedOut(h, account);
            }

            @Override
            public void barred(Handle h, String account) {
                turns.barred(h, account);
            }
        };
    }

    /** The engines that visitors may be let into now. */
    public List<RouteTable.Engine> routes() {
        List<RouteTable.Engine> here = new ArrayList<>();
        for (EngineRow row : book.now().rows()) {
            if (keeper.isSettled(row)) {
                turns.terms(row.component()).ifPresent(t -> here.add(route(row, t)));
            }
        }
        return here;
    }

    private RouteTable.Engine route(EngineRow row, Terms terms) {
        List<String> accounts = new ArrayList<>(List.of(row.key().account()));
        accounts.addAll(row.guests());
        List<RouteTable.Endpoint> endpoints =
                keeper.port(row.id()).stream()
                        .mapToObj(p -> new RouteTable.Endpoint(row.id(), "127.0.0.1", p))
                        .toList();
        return new RouteTable.Engine(
                row.id(),
                terms.engine().place(),
                new Access.Accounts(accounts),
                new RouteTable.Instances(
                        row.component(),
                        endpoints,
                        terms.engine().proxy(),
                        java.util.Optional.empty()));
    }

    private void changed() {
        show();
        keeper.work();
    }

    /** Visitors first, then those who wait to be told. */
    private void show() {
        reroute.run();
        bell.ring();
    }

    @Override
    public void close() {
        rounds.close();
        keeper.close();
    }
}
