package dev.stead.api;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;

/** What goes over the control socket besides the records themselves. */
final class ControlWire {
    private ControlWire() {}

    /** A body of a plan request. */
    record FileRequest(String file) {}

    /** A body of an apply request. */
    record ApplyBody(String file, boolean installPackages, String by) {}

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
