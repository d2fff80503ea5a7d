package dev.stead.api;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What control needs of the machine besides running instances: packages, users, and commands run
 * for a component (a release's prepare steps). Thread-safe; methods block.
 */
public interface Host {
    /** Those of these Debian packages that are not installed. */
    List<String> missingPackages(List<String> packages);

    /** Whether this process may install packages. */
    boolean mayInstall();

    /**
     * Installs Debian packages and holds their services back: no cluster, server or unit of theirs
     * is made or started.
     *
     * @param progress gets each line worth showing
     * @throws dev.stead.base.SteadException HOST with the exact command for an administrator when
     *     it cannot be done
     */
    void install(List<String> packages, Consumer<String> progress);

    /**
     * Makes the component's user and data directory when they do not exist and this process may;
     * otherwise only the directory.
     */
    void prepareComponent(String component);

    /**
     * Runs a command as the component in a folder that it may write, and waits.
     *
     * @param output gets each line
     * @return the exit status
     */
    int runAs(String component, Path folder, List<String> command, Consumer<String> output);

    /**
     * Makes a release's folder belong to nobody who could change it, readable by the component
     * alone.
     */
    void sealRelease(String component, Path folder);

    /** Makes a folder the component's own so that it can prepare a release there. */
    void openRelease(String component, Path folder);

    /**
     * What this machine says of itself now. Changes nothing but a small file in the state folder,
     * which it removes again; takes up to two seconds when thorough.
     */
    HostFacts facts(HostFacts.Question question);

    /**
     * A user number that is nobody's on this machine: no account's, no process's, no other
     * system's, and not in this list; empty where this process cannot run programs as others.
     *
     * @throws dev.stead.base.SteadException EXHAUSTED when all that this system may use are taken
     */
    OptionalInt freeUser(List<Integer> taken);

    /** A free loopback port that is not in this list. */
    int freePort(List<Integer> taken);
}
