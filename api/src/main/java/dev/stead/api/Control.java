package dev.stead.api;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The role that decides: holds the desired state, plans, applies. The server has the object; every
 * command has its client over the control socket. Methods block; a failure is a {@link
 * dev.stead.base.SteadException}.
 */
public interface Control {
    /** What runs. */
    SystemStatus status();

    /** What {@link #apply} would do with this file now. */
    PlanView plan(Path file);

    /**
     * Makes the running system what the file says; one at a time.
     *
     * @param progress gets each step as it happens
     */
    void apply(ApplyRequest request, Consumer<Event> progress);

    /** Replaces the instances of a component one at a time. */
    void restart(String component, String by, Consumer<Event> progress);

    /** Stops every instance, in reverse order of start, then ends the server. */
    void down(String by, Consumer<Event> progress);

    /** Hands over logs until they end, or, with follow, until the calling thread is interrupted. */
    void logs(LogQuery query, Consumer<Agent.LogLine> sink);

    /** Ends the server and leaves everything running, so that a newer one can take over. */
    void handOver(String by);

    /** Ends a server that runs nothing; CONFLICT when something runs. */
    void dismiss();

    /**
     * @param file the system file, absolute
     * @param installPackages whether missing Debian packages may be installed
     * @param by who asked, for the audit log
     */
    record ApplyRequest(Path file, boolean installPackages, String by) {}

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
     * @param warnings what of isolation this host cannot give
     */
    record PlanView(
            String system,
            List<Change> changes,
            List<String> missingPackages,
            boolean mayInstall,
            List<String> warnings) {
        public PlanView {
            changes = List.copyOf(changes);
            missingPackages = List.copyOf(missingPackages);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param action {@code start}, {@code replace}, {@code scale}, {@code stop}, {@code route}
     * @param why a sentence
     */
    record Change(String action, String component, String why) {}
}
