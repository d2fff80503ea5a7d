package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Refuses specifications whose names would lead out of their folder, or that can never run. */
final class SpecCheck {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
    private static final Set<String> SIGNALS =
            Set.of("HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "USR2", "ALRM", "TERM", "WINCH");

    private SpecCheck() {}

    static void check(InstanceSpec spec) {
        need(ID, spec.id(), "id of an instance");
        need(ID, spec.component(), "name of a component");
        if (!SIGNALS.contains(spec.stopSignal())) {
            throw new SteadException(
                    Code.WRONG_FILE,
                    spec.component() + " cannot be stopped by the signal " + spec.stopSignal(),
                    "use one of " + String.join(", ", new TreeSet<>(SIGNALS)));
        }
        spec.files().keySet().forEach(name -> need(FILE, name, "name of a file"));
        if (spec.command().isEmpty()) {
            throw new SteadException(
                    Code.WRONG_FILE, spec.component() + " has no command", "give it one");
        }
        Prober.check(spec);
    }

    private static void need(Pattern pattern, String name, String what) {
        if (!pattern.matcher(name).matches()) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "\"" + name + "\" is not a possible " + what,
                    "use letters, digits and dashes");
        }
    }
}
