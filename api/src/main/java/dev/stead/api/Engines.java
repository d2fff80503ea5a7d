package dev.stead.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Private engines: opened by an account, for itself. Methods block; a failure is a {@link
 * dev.stead.base.SteadException}: UNAUTHENTICATED or FORBIDDEN when the caller lacks the {@link
 * Permission}. What an account may do with its own engines it may do with SEE_OWN (looking) and
 * OPEN_OWN (everything else); an operator with CHANGE_SYSTEM may stop, lengthen and enter those of
 * others, whoever has SEE_SYSTEM sees them. Thread-safe.
 */
public interface Engines {
    /** What the caller may open, in the order of the file. SEE_OWN. */
    List<Offer> offers(Caller caller);

    /**
     * Opens an engine, or finds the one that is open, or takes a place in the queue; does not wait
     * for any of it. OPEN_OWN; HOLD_SERVER to open for another account.
     *
     * @throws dev.stead.base.SteadException UNKNOWN when there is no such component or account;
     *     FORBIDDEN when the account may not open it, or not with these parameters; EXHAUSTED when
     *     the account has as many open as it may
     */
    Opening open(Caller caller, OpenRequest request);

    /**
     * How far an opening is; waits until that is not as it was, at most this long. Whoever waits in
     * the queue has to ask again within a minute, or their place is given up. SEE_OWN; HOLD_SERVER
     * for another account.
     *
     * @param known what the caller saw last, {@link Opening#version}; empty does not wait
     */
    Opening look(Caller caller, Wanted wanted, Optional<String> known, Duration atMost);

    /** Those of the caller and those shared with them; or, with SEE_SYSTEM, all. SEE_OWN. */
    List<EngineView> list(Caller caller, boolean all);

    /** An engine that is open, or was in the last month; empty for an id of nobody's. SEE_OWN. */
    Optional<Wanted> find(Caller caller, String id);

    /** Ends an engine; returns when nothing of it is left. OPEN_OWN, or CHANGE_SYSTEM. */
    void stop(Caller caller, String id);

    /**
     * Counts as use of an engine, so that it does not end for idleness before that long has passed
     * again. OPEN_OWN, or CHANGE_SYSTEM.
     */
    EngineView extend(Caller caller, String id);

    /**
     * Lets exactly these other accounts in. OPEN_OWN, its owner alone.
     *
     * @throws dev.stead.base.SteadException UNKNOWN when there is no such account
     */
    EngineView share(Caller caller, String id, List<String> accounts);

    /** Lets an operator in, which is put on the audit log. CHANGE_SYSTEM, by an account. */
    EngineView enter(Caller caller, String id);

    /**
     * What an engine wrote, and with follow, what it goes on writing until the calling thread is
     * interrupted. Its owner, or SEE_SYSTEM.
     */
    void logs(Caller caller, String id, int lines, boolean follow, Consumer<Agent.LogLine> sink);

    /**
     * Who used what: one entry for each engine that was open in this time. SEE_SYSTEM.
     *
     * @param from inclusive
     * @param to exclusive
     */
    List<Use> usage(Caller caller, Instant from, Instant to);

    /**
     * Something that may be opened.
     *
     * @param title as people read it
     * @param icon a letter or two, or an emoji
     * @param resources whether one has to say which resource is meant
     * @param parameters what may be chosen, with the choices that this account has
     * @param open ids of the caller's engines of it
     * @param url of the page that opens it
     */
    record Offer(
            String component,
            String title,
            String icon,
            Optional<String> description,
            boolean resources,
            List<OfferedParameter> parameters,
            List<String> open,
            String url) {
        public Offer {
            parameters = List.copyOf(parameters);
            open = List.copyOf(open);
        }
    }

    /**
     * @param values the first is the usual one
     */
    record OfferedParameter(String name, String title, List<String> values) {
        public OfferedParameter {
            values = List.copyOf(values);
        }
    }

    /**
     * What is meant: at most one engine is open for each.
     *
     * @param resource for a component with an engine for each resource; otherwise empty
     * @param account whose; empty means the caller's own
     */
    record Wanted(String component, Optional<String> resource, Optional<String> account) {
        /** One's own, of a component with one engine for each user. */
        public static Wanted of(String component) {
            return new Wanted(component, Optional.empty(), Optional.empty());
        }
    }

    /**
     * @param parameters what was chosen, by name; what is missing has its usual value
     */
    record OpenRequest(Wanted wanted, SortedMap<String, String> parameters) {
        public OpenRequest {
            parameters = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }
    }

    /** How far an opening is. */
    enum Phase {
        /** Nobody wants it open. */
        CLOSED,
        /** Everything is taken; it is opened when its place comes. */
        QUEUED,
        /** Its program starts. */
        STARTING,
        /** It can be used. */
        READY,
        /** It ends. */
        ENDING,
        /** It ended by itself, or never became ready. */
        FAILED;

        /** As it is written in documents. */
        @com.fasterxml.jackson.annotation.JsonValue
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param version changes whenever anything else here does, but for the lines
     * @param id of its engine, once it has one
     * @param url where it answers, once it has one
     * @param place in the queue, from 1
     * @param since when this phase began
     * @param began when it was asked for
     * @param reason why it failed, or what it waits for
     * @param lines the last that it wrote
     */
    record Opening(
            String component,
            Optional<String> resource,
            String account,
            String version,
            Phase phase,
            Optional<String> id,
            Optional<String> url,
            OptionalInt place,
            Instant since,
            Instant began,
            Optional<String> reason,
            List<String> lines) {
        public Opening {
            lines = List.copyOf(lines);
        }
    }

    /**
     * An engine as people and programs see it.
     *
     * @param user whose it is; empty for a warm one
     * @param pid of its main process, while it runs
     * @param state {@code starting}, {@code ready}, {@code ending}, {@code failed}
     * @param since when it was opened, or for a warm one started
     * @param idle seconds since somebody used it or something worked in it
     * @param ends when it ends unless somebody uses it; empty for a warm one
     * @param warned whether it ends soon
     * @param memory resident bytes now
     * @param mostMemory the most there were at any look
     * @param cpu cores now
     * @param mostCpu the most at any look
     * @param connections of browsers
     * @param sharedWith other accounts that are let in
     */
    record EngineView(
            String id,
            String component,
            Optional<String> resource,
            Optional<String> user,
            OptionalLong pid,
            String state,
            String url,
            Instant since,
            long idle,
            Optional<Instant> ends,
            boolean warned,
            long memory,
            long mostMemory,
            double cpu,
            double mostCpu,
            int connections,
            List<String> sharedWith,
            Optional<String> reason) {
        public EngineView {
            sharedWith = List.copyOf(sharedWith);
        }
    }

    /**
     * One engine that was open.
     *
     * @param began when it was opened
     * @param ended empty while it is open
     * @param why it ended
     * @param cpuSeconds of all its processes
     * @param mostMemory bytes
     */
    record Use(
            String id,
            String component,
            Optional<String> resource,
            String account,
            Instant began,
            Optional<Instant> ended,
            Optional<String> why,
            double cpuSeconds,
            long mostMemory) {}
}
