package dev.stead.testing;

import dev.stead.api.Host;
import dev.stead.api.HostFacts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A host without users or packages of its own; prepare commands do nothing but succeed or fail.
 * Thread-safe.
 */
public final class FakeHost implements Host {
    private final Set<String> missing = new HashSet<>();
    private final List<String> commands = new ArrayList<>();
    private static final int FIRST_USER = 1_880_000_000;

    private int nextPort = 20_000;
    private boolean root;
    private int exitStatus;
    private HostFacts facts = FakeFacts.WELL;

    /** The machine says this of itself from now on. */
    public synchronized void says(HostFacts now) {
        facts = now;
    }

    /** These packages are not installed. */
    public synchronized void lacks(String... packages) {
        missing.addAll(List.of(packages));
    }

    /** Prepare commands end with this from now on. */
    public synchronized void commandsExit(int status) {
        exitStatus = status;
    }

    /** What was run, in order. */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public synchronized List<String> missingPackages(List<String> packages) {
        return packages.stream().filter(missing::contains).toList();
    }

    @Override
    public boolean mayInstall() {
        return true;
    }

    @Override
    public synchronized void install(List<String> packages, Consumer<String> progress) {
        packages.forEach(missing::remove);
    }

    @Override
    public void prepareComponent(String component) {}

    @Override
    public synchronized int runAs(
            String component, Path folder, List<String> command, Consumer<String> output) {
        commands.add(String.join(" ", command));
        output.accept("it was run");
        return exitStatus;
    }

    @Override
    public void sealRelease(String component, Path folder) {}

    @Override
    public void openRelease(String component, Path folder) {}

    @Override
    public synchronized HostFacts facts(HostFacts.Question question) {
        return facts;
    }

    /** Users have numbers of their own from now on, as where Stead is root. */
    public synchronized void isRoot() {
        root = true;
    }

    @Override
    public synchronized OptionalInt freeUser(List<Integer> taken) {
        return root
                ? IntStream.iterate(FIRST_USER, uid -> uid + 1)
                        .filter(uid -> !taken.contains(uid))
                        .findFirst()
                : OptionalInt.empty();
    }

    @Override
    public synchronized int freePort(List<Integer> taken) {
        while (taken.contains(nextPort)) {
            nextPort++;
        }
        return nextPort++;
    }
}
