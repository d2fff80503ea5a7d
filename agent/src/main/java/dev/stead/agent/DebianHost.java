package dev.stead.agent;

import dev.stead.agent.inspection.Inspection;
import dev.stead.api.Host;
import dev.stead.api.HostFacts;
import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A Debian machine. Construct it, {@link #start} it, then use it from any thread; it holds nothing
 * that would have to be closed.
 */
public final class DebianHost implements Host {
    /** Packages whose programs are of no use to anybody but root. */
    private static final Set<String> FOR_ROOT = Set.of("nftables");

    private static final Logger LOG = LoggerFactory.getLogger(DebianHost.class);

    private final StateFolder folder;
    private final boolean root;
    private final RandomGenerator random;
    private final Packages packages;
    private final Installation installation;
    private final SystemUsers users;
    private final ComponentCommands commands;
    private final Inspection inspection;
    private final UserNumbers numbers;

    /**
     * A host that touches nothing yet.
     *
     * @param system whose components these are
     * @param root whether this process may do everything; then components get users of their own
     * @param random where the search for a free port begins; thread-safe
     * @param ids a new word of letters and digits each time
     */
    public DebianHost(
            String system,
            StateFolder folder,
            HostPaths paths,
            boolean root,
            InstantSource clock,
            RandomGenerator random,
            Supplier<String> ids) {
        this(system, folder, paths, root, clock, random, ids, new LocalPrograms());
    }

    /** With the programs of the machine exchangeable. */
    DebianHost(
            String system,
            StateFolder folder,
            HostPaths paths,
            boolean root,
            InstantSource clock,
            RandomGenerator random,
            Supplier<String> ids,
            Programs programs) {
        this.folder = folder;
        this.root = root;
        this.random = random;
        this.packages = new Packages(programs);
        this.installation =
                new Installation(
                        paths, packages, new Apt(programs, paths, clock), new Units(programs));
        this.users = new SystemUsers(system, programs);
        this.commands = new ComponentCommands(folder, programs, ids);
        this.numbers = new UserNumbers(folder, paths);
        this.inspection =
                new Inspection(
                        paths,
                        folder,
                        clock,
                        System::nanoTime,
                        ProcessHandle.current().pid(),
                        new Questions(programs)::ask);
    }

    /** Puts right what an installation left that was cut off by a crash. */
    public void start() {
        if (root) {
            try {
                installation.tidy();
            } catch (IOException e) {
                LOG.warn("what an installation left cannot be put right: {}", Words.of(e));
            }
        }
    }

    /** The user that a component runs as; empty means the user of this process. */
    public Optional<String> userOf(String component) {
        return root ? Optional.of(users.name(component)) : Optional.empty();
    }

    @Override
    public List<String> missingPackages(List<String> wanted) {
        return packages.missing(
                wanted.stream().filter(name -> root || !FOR_ROOT.contains(name)).toList());
    }

    @Override
    public boolean mayInstall() {
        return root && LocalPrograms.exists("apt-get");
    }

    @Override
    public void install(List<String> wanted, Consumer<String> progress) {
        List<String> missing = packages.missing(wanted).stream().map(Packages::first).toList();
        if (missing.isEmpty()) {
            return;
        }
        if (!mayInstall()) {
            throw new SteadException(
                    Code.HOST,
                    "these packages are missing: " + String.join(", ", missing),
                    "give this to an administrator: " + AdministratorCommand.of(missing));
        }
        installation.install(missing, progress);
    }

    @Override
    public void prepareComponent(String component) {
        Path data = folder.data(component);
        if (root) {
            users.ensure(component, data);
        }
        try {
            String passable = root ? "rwx--x--x" : "rwx------";
            Ownership.folder(folder.root(), StateFolder.MODE);
            Ownership.folder(folder.runs(), StateFolder.MODE);
            for (Path shared : List.of(data, folder.releases(component))) {
                Ownership.folder(folder.root().resolve(firstBelowRoot(shared)), passable);
            }
            Ownership.folder(folder.releases(component), passable);
            Ownership.folder(data, "rwx------");
            Ownership.give(data, userOf(component));
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the folder of " + component + " cannot be made: " + data + ": " + Words.of(e),
                    "make " + folder.root() + " writable, with space left",
                    e);
        }
    }

    @Override
    public int runAs(String component, Path where, List<String> command, Consumer<String> output) {
        return commands.run(component, userOf(component), where, command, output);
    }

    @Override
    public void sealRelease(String component, Path release) {
        own(FolderOwner.sealed(userOf(component)), release);
    }

    @Override
    public void openRelease(String component, Path release) {
        own(FolderOwner.open(userOf(component)), release);
    }

    @Override
    public HostFacts facts(HostFacts.Question question) {
        return inspection.facts(question);
    }

    @Override
    public OptionalInt freeUser(List<Integer> taken) {
        return root ? OptionalInt.of(numbers.free(taken)) : OptionalInt.empty();
    }

    @Override
    public int freePort(List<Integer> taken) {
        return Ports.candidates(taken, random)
                .filter(Ports::free)
                .findFirst()
                .orElseThrow(() ->
                        new SteadException(
                                Code.EXHAUSTED,
                                "no port from "
                                        + Ports.FIRST
                                        + " to "
                                        + (Ports.FIRST + Ports.COUNT - 1)
                                        + " is free",
                                "end what takes them"));
    }

    private Path firstBelowRoot(Path path) {
        return folder.root().relativize(path).getName(0);
    }

    private static void own(FolderOwner owner, Path release) {
        try {
            owner.apply(release);
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the owner of " + release + " cannot be set: " + Words.of(e),
                    "see whether it is on a file system with owners and modes",
                    e);
        }
    }
}
