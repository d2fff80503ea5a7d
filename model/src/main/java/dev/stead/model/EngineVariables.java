package dev.stead.model;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The variables that Stead gives to engines. */
final class EngineVariables {
    static final String RESOURCE = "RESOURCE";

    /** Those that other instances do not have. */
    static final SortedMap<String, String> OWN =
            Collections.unmodifiableSortedMap(
                    new TreeMap<>(
                            Map.of(
                                    "BASE",
                                    "the path below which the engine answers, with `/` at its end:"
                                            + " `/` with `place: host`, `/engines/ID/` with"
                                            + " `place: path`; only in the file",
                                    "HOST",
                                    "the host name at which the engine answers, only in the file",
                                    "ORIGIN",
                                    "where the engine answers as browsers write it,"
                                            + " `https://HOST` with the port unless it is 443;"
                                            + " only in the file",
                                    RESOURCE,
                                    "what it was opened for, only with `per: resource`")));

    /** Those that instances have and engines do not: an engine keeps files in its home alone. */
    private static final Set<String> WITHOUT = Set.of("DATA", "FILES", "RUN");

    private static final String NO_NAME =
            "take it out: an engine may start before it is known whose it will be; the header"
                    + " `X-Stead-User` of each request tells it";
    private static final String IN_HOME = "write `${HOME}`: engines keep files in their home";

    /** What to do instead, for names that somebody may well look for. */
    static final Map<String, String> INSTEAD =
            Map.of(
                    "DATA",
                    IN_HOME,
                    "FILES",
                    IN_HOME,
                    "RUN",
                    IN_HOME,
                    "USER",
                    NO_NAME,
                    "USER_NAME",
                    NO_NAME,
                    "USERNAME",
                    NO_NAME,
                    "ACCOUNT",
                    NO_NAME,
                    RESOURCE,
                    "write `per: resource`, or take it out");

    private EngineVariables() {}

    /** What an engine has that is for this. */
    static Set<String> given(Engine.Per per) {
        var names = new TreeSet<>(EnvKeys.GIVEN.keySet());
        names.addAll(OWN.keySet());
        names.removeAll(WITHOUT);
        if (per == Engine.Per.USER) {
            names.remove(RESOURCE);
        }
        return names;
    }

    /** Whether a name is Stead's, so that neither {@code env} nor a parameter can have it. */
    static boolean isOwn(String name) {
        return OWN.containsKey(name)
                || EnvKeys.GIVEN.containsKey(name)
                || name.startsWith("STEAD_");
    }
}
