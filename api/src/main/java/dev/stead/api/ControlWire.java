package dev.stead.api;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** What goes over the HTTP API besides the records of the interfaces themselves. */
final class ControlWire {
    private ControlWire() {}

    /**
     * What runs the API.
     *
     * @param build tells one build of a version from another
     */
    record VersionDocument(String version, String build) {}

    /**
     * A body of a plan request.
     *
     * @param file a path on the server's machine, for its owner only; null: what was applied last
     * @param content to plan instead of what the file holds
     */
    record PlanBody(@Nullable String file, @Nullable String content) {}

    /** A body of an apply request. */
    record ApplyBody(@Nullable String file, @Nullable Boolean installPackages) {}

    /** A body of a restart request. */
    record RestartBody(String component) {}

    /**
     * A body of a purge request.
     *
     * @param path only answers at it or below it; null: all of the component
     */
    record PurgeBody(String component, @Nullable String path) {}

    record CodeBody(String code) {}

    record PasswordBody(String password) {}

    record ApplicationList(List<Control.Application> applications) {}

    record SessionList(List<Accounts.SessionView> sessions) {}

    record TokenList(List<Accounts.TokenView> tokens) {}

    record AccountList(List<Accounts.AccountView> accounts) {}

    record GroupList(List<Accounts.GroupView> groups) {}

    /**
     * A body of an open request.
     *
     * @param account whose; null means the caller's
     */
    record OpenBody(
            String component,
            @Nullable String resource,
            @Nullable String account,
            @Nullable Map<String, String> parameters) {}

    record ShareBody(List<String> accounts) {}

    record OfferList(List<Engines.Offer> offers) {}

    record EngineList(List<Engines.EngineView> engines) {}

    record UseList(List<Engines.Use> uses) {}

    /** One line of a stream: an event, a log line, the end, or what went wrong. */
    record Line(
            @Nullable Event event,
            Agent.@Nullable LogLine log,
            @Nullable Boolean done,
            @Nullable ProblemDocument problem) {
        static Line of(Event event) {
            return new Line(event, null, null, null);
        }

        static Line of(Agent.LogLine log) {
            return new Line(null, log, null, null);
        }

        static Line end() {
            return new Line(null, null, true, null);
        }

        static Line of(SteadException failure) {
            return new Line(null, null, null, ProblemDocument.of(failure));
        }
    }

    /** A problem document after RFC 9457, with the mend. */
    record ProblemDocument(String type, String title, int status, String code, String mend) {
        static ProblemDocument of(SteadException failure) {
            return new ProblemDocument(
                    "about:blank",
                    failure.what(),
                    failure.code().httpStatus(),
                    failure.code().name(),
                    failure.mend());
        }

        SteadException toException() {
            return new SteadException(Code.valueOf(code), title, mend);
        }
    }
}
