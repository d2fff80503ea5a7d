package dev.stead.cli;

import dev.stead.api.Caller;
import dev.stead.base.Json;
import dev.stead.base.SteadException;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * What a command works with.
 *
 * @param systems finds systems
 * @param launcher starts servers
 * @param version Stead's version
 * @param out for results
 * @param err for failures
 * @param in for answers and secrets
 * @param terminal whether a person reads and can answer
 */
public record Surface(
        Systems systems,
        ServerLauncher launcher,
        String version,
        PrintStream out,
        PrintStream err,
        InputStream in,
        boolean terminal) {
    /** Who gives commands, for the audit log. */
    static Caller caller() {
        return new Caller.Owner(System.getProperty("user.name", "unknown"));
    }

    /** Prints a document for programs. */
    void json(Object document) {
        out.println(Plain.json(new Json().writePretty(document)));
    }

    /** Prints a failure for people. */
    void failure(SteadException failure) {
        err.println(style().red("error: ") + Plain.text(failure.what()));
        if (!failure.mend().isEmpty()) {
            err.println(style().bold("  mend: ") + Plain.text(failure.mend()));
        }
    }

    Style style() {
        return new Style(terminal && System.getenv("NO_COLOR") == null);
    }
}
