package dev.stead.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A program of which whoever opens it gets an instance of their own, which ends when nobody uses it
 * any more.
 *
 * @param command words of the command line; {@code ${NAME}} in a word is replaced at the start
 * @param source folder that becomes the release the program runs in, relative to the system file;
 *     without one it runs in its home
 * @param prepare commands run once in the release, each given to {@code sh -c}
 * @param packages Debian packages that the host must have
 * @param env environment by name, besides what {@code needs}, parameters and Stead give
 * @param health how to tell that it can work; empty means that its port accepts a connection
 * @param disk bytes that its home and temporary files may take together; empty for no limit
 * @param stop how long it may take to end after SIGTERM
 * @param proxy how the gateway hands requests to it
 * @param per what one engine is for
 * @param warm engines that are kept started for whoever comes next
 * @param idle how long nobody may have used it, and nothing may have worked in it, until it ends
 * @param maxLife how long it lasts at most; empty for as long as it is used
 * @param atMost how many there may be
 * @param busy how to tell that something works in it; empty means by its use of the CPU
 * @param onSignOut what becomes of it when its user signs out
 * @param parameters what is chosen on opening
 * @param home whether its user has a home directory that outlives it
 * @param access who may open one: signed-in or groups
 * @param place where it answers
 * @param title what the home page calls it; empty for its name
 * @param icon a text of at most a few letters, or an emoji, for the home page; empty for its first
 *     letter
 * @param description a sentence for the home page
 */
public record Engine(
        String name,
        List<String> command,
        Optional<String> source,
        List<String> prepare,
        List<String> packages,
        SortedMap<String, EnvValue> env,
        Optional<Health> health,
        List<String> needs,
        Limits limits,
        java.util.OptionalLong disk,
        Duration stop,
        ProxyRules proxy,
        Per per,
        int warm,
        Duration idle,
        Optional<Duration> maxLife,
        AtMost atMost,
        Optional<Busy> busy,
        OnSignOut onSignOut,
        List<Parameter> parameters,
        boolean home,
        Access access,
        EnginePlace place,
        Optional<String> title,
        Optional<String> icon,
        Optional<String> description)
        implements Component {
    public Engine {
        command = List.copyOf(command);
        prepare = List.copyOf(prepare);
        packages = List.copyOf(packages);
        env = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(env));
        needs = List.copyOf(needs);
        parameters = List.copyOf(parameters);
    }

    @Override
    public String kind() {
        return "engine";
    }

    /** What one engine is for. */
    public enum Per {
        /** A user has one. */
        USER,
        /** A user has one for each resource that the address names. */
        RESOURCE
    }

    /** What becomes of an engine when its user signs out everywhere. */
    public enum OnSignOut {
        STOP,
        KEEP
    }

    /**
     * How many there may be.
     *
     * @param user of one account, at least 1
     * @param machine altogether, warm ones too; at least 1
     */
    public record AtMost(int user, int machine) {}

    /** How to tell that something works in an engine although no browser asks for anything. */
    public sealed interface Busy {}

    /**
     * GET of this path on its port.
     *
     * @param contains what an answer with status 200 contains when it is busy; empty: it is busy
     *     whenever the status is 200
     */
    public record BusyPath(String path, Optional<String> contains) implements Busy {}

    /** The command, run as the engine's user, exits with 0 when it is busy. */
    public record BusyCommand(List<String> words) implements Busy {
        public BusyCommand {
            words = List.copyOf(words);
        }
    }

    /**
     * Something that is chosen on opening; the engine sees it as a variable, its name in capitals.
     *
     * @param name {@code [a-z][a-z0-9-]{0,30}}
     * @param title what the form calls it
     * @param choices at least one; the first that a user may choose is the usual one
     */
    public record Parameter(String name, String title, List<Choice> choices) {
        public Parameter {
            choices = List.copyOf(choices);
        }

        /** The variable that an engine sees. */
        public String variable() {
            return name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
        }
    }

    /**
     * A value that may be chosen.
     *
     * @param groups whose members may choose it; empty for everybody
     */
    public record Choice(String value, List<String> groups) {
        public Choice {
            groups = List.copyOf(groups);
        }
    }
}
