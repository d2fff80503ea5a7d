package dev.stead.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The role that decides: holds the desired state, plans, applies. The server has the object; every
 * command has its client over the control socket. Methods block; a failure is a {@link
 * dev.stead.base.SteadException}: UNAUTHENTICATED or FORBIDDEN when the caller lacks the {@link
 * Permission} that each method names.
 */
public interface Control {
    /** What runs. Permission SEE_SYSTEM. */
    SystemStatus status(Caller caller);

    /**
     * Whether this machine is fit for a system file, and what else an administrator should know of
     * it. Changes nothing; takes up to two seconds. SEE_SYSTEM; HOLD_SERVER to name a file.
     *
     * @param file absolute; empty means what was applied last
     */
    Diagnosis doctor(Caller caller, Optional<Path> file);

    /** What the caller may open: routes of this system. Permission SEE_OWN. */
    List<Application> applications(Caller caller);

    /** The file that was applied last, as it is on disk now. SEE_SYSTEM. */
    SystemText file(Caller caller);

    /** What applying the file that was applied last would do, as it is on disk now. SEE_SYSTEM. */
    PlanView planApplied(Caller caller);

    /**
     * What {@link #apply} would do with this file now. CHANGE_SYSTEM; HOLD_SERVER to name a file.
     */
    PlanView plan(Caller caller, PlanRequest request);

    /**
     * Makes the running system what the file says; one at a time. CHANGE_SYSTEM; HOLD_SERVER to
     * name a file.
     *
     * @param progress gets each step as it happens
     */
    void apply(Caller caller, ApplyRequest request, Consumer<Event> progress);

    /** Replaces the instances of a component one at a time. CHANGE_SYSTEM. */
    void restart(Caller caller, String component, Consumer<Event> progress);

    /**
     * Takes away what the gateway keeps of a component's answers. CHANGE_SYSTEM; UNKNOWN when there
     * is no such component.
     *
     * @param path as visitors name it: only answers at it or below it; empty means all
     */
    Purged purge(Caller caller, String component, Optional<String> path);

    /** How many kept answers were taken away. */
    record Purged(int answers) {}

    /** Stops every instance, in reverse order of start, then ends the server. HOLD_SERVER. */
    void down(Caller caller, Consumer<Event> progress);

    /**
     * Hands over logs until they end, or, with follow, until the calling thread is interrupted.
     * SEE_SYSTEM.
     */
    void logs(Caller caller, LogQuery query, Consumer<Agent.LogLine> sink);

    /**
     * Ends the server and leaves everything running, so that a newer one can take over.
     * HOLD_SERVER.
     */
    void handOver(Caller caller);

    /** Ends a server that runs nothing; CONFLICT when something runs. HOLD_SERVER. */
    void dismiss(Caller caller);

    /**
     * @param file the system file, absolute; empty means the one that was applied last
     * @param content to plan instead of what the file holds; its folders are relative to the file
     */
    record PlanRequest(Optional<Path> file, Optional<String> content) {
        /** A file as it is on disk. */
        public static PlanRequest of(Path file) {
            return new PlanRequest(Optional.of(file), Optional.empty());
        }
    }

    /**
     * @param file the system file, absolute; empty means the one that was applied last
     * @param installPackages whether missing Debian packages may be installed
     */
    record ApplyRequest(Optional<Path> file, boolean installPackages) {}

    /**
     * A system file. It holds no secrets, which are references in it.
     *
     * @param path on the server's machine
     * @param applied whether this is what was applied, letter by letter
     */
    record SystemText(String path, String content, boolean applied) {}

    /**
     * @param access as the file says it: {@code public}, {@code signed-in}, {@code groups a, b}
     * @param state of the component
     */
    record Application(String component, String url, String access, String state) {}

    /**
     * @param components names; empty means all
     * @param lines how many of the last lines to begin with
     */
    record LogQuery(List<String> components, int lines, boolean follow) {
        public LogQuery {
            components = List.copyOf(components);
        }
    }

    /**
     * A plan as people and programs read it.
     *
     * @param system the system's name
     * @param changes in the order in which they would happen; those that keep everything are left
     *     out
     * @param missingPackages Debian packages that would have to be installed
     * @param mayInstall whether the server may do that
     * @param publicRoutes what everybody may use, as URLs, each with its component
     * @param warnings what of isolation this host cannot give, hosts that the certificate lacks,
     *     disks that get full and what was deleted for them
     */
    record PlanView(
            String system,
            List<Change> changes,
            List<String> missingPackages,
            boolean mayInstall,
            List<PublicRoute> publicRoutes,
            List<String> warnings) {
        public PlanView {
            changes = List.copyOf(changes);
            missingPackages = List.copyOf(missingPackages);
            publicRoutes = List.copyOf(publicRoutes);
            warnings = List.copyOf(warnings);
        }
    }

    /** A route that needs no sign-in. */
    record PublicRoute(String component, String url) {}

    /**
     * @param action {@code start}, {@code replace}, {@code scale}, {@code stop}, {@code route}
     * @param why a sentence
     */
    record Change(String action, String component, String why) {}
}
