package dev.stead.agent;

import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;
import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where instances that are set apart live: {@code run/ID/home}, a link in a folder that only Stead
 * writes. It leads to a {@link Homes home} that outlives the instance, or, as long as there is
 * none, to a folder that ends with it. The link is set before the home is given, so that it tells
 * what has to be shut afterwards whenever the server is killed. For one thread at a time for each
 * instance.
 */
final class Dwellings {
    private final StateFolder folder;
    private final Homes homes;

    Dwellings(StateFolder folder, Homes homes) {
        this.folder = folder;
        this.homes = homes;
    }

    /** Makes all there has to be before its program starts. */
    void furnish(InstanceSpec spec, Enclosure enclosure) throws IOException {
        if (enclosure.home().isPresent()) {
            move(spec, enclosure.home().get(), enclosure.uid());
        } else if (home(spec).isEmpty()) {
            Path own = RunFolder.own(folder.run(spec.id()));
            Ownership.folder(own, "rwx------");
            if (enclosure.uid().isPresent()) {
                Ownership.give(own, enclosure.uid().getAsInt());
            }
            link(spec, own);
        }
    }

    /** See {@link dev.stead.api.Agent#endow}. */
    void endow(InstanceSpec spec, String name) {
        Enclosure enclosure =
                spec.enclosure()
                        .orElseThrow(() -> refused(spec.id() + " is no engine", "name an engine"));
        Optional<Path> has = home(spec);
        if (has.filter(homes.place(name)::equals).isPresent()) {
            return;
        }
        if (has.isPresent()) {
            throw refused(
                    spec.id() + " has another home: " + has.get(),
                    "open another engine for " + name);
        }
        try {
            move(spec, name, enclosure.uid());
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the home " + name + " cannot be given to " + spec.id() + ": " + Words.of(e),
                    "make " + homes.place(name) + " a folder of a file system with owners",
                    e);
        }
    }

    /** The home that it has and that outlives it. */
    Optional<Path> home(InstanceSpec spec) {
        try {
            return Optional.of(Files.readSymbolicLink(link(spec)))
                    .filter(target -> target.startsWith(folder.homes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Shuts its home; only then its number may be somebody else's. */
    void leave(InstanceSpec spec) throws IOException {
        OptionalInt uid = spec.enclosure().map(Enclosure::uid).orElseGet(OptionalInt::empty);
        Optional<Path> home = home(spec);
        if (uid.isPresent() && home.isPresent()) {
            homes.shut(home.get(), uid.getAsInt());
        }
    }

    private void move(InstanceSpec spec, String name, OptionalInt uid) throws IOException {
        Path home = homes.open(name, uid);
        link(spec, home);
        if (uid.isPresent()) {
            homes.give(home, uid.getAsInt());
        }
    }

    private Path link(InstanceSpec spec) {
        return RunFolder.home(folder.run(spec.id()));
    }

    private void link(InstanceSpec spec, Path target) throws IOException {
        Path link = link(spec);
        Path fresh = link.resolveSibling(RunFolder.FRESH_HOME);
        if (Files.exists(fresh, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(fresh);
        }
        Files.createSymbolicLink(fresh, target);
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
    }

    private static SteadException refused(String what, String mend) {
        return new SteadException(Code.CONFLICT, what, mend);
    }
}
