package dev.stead.agent.inspection;

import dev.stead.agent.HostPaths;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Clock;
import dev.stead.api.HostFacts.Disk;
import dev.stead.api.HostFacts.Holder;
import dev.stead.api.HostFacts.Listening;
import dev.stead.api.HostFacts.Question;
import dev.stead.api.HostFacts.Space;
import dev.stead.api.HostFacts.Speed;
import dev.stead.base.DiskUsage;
import dev.stead.base.StateFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Looks at a machine. Thread-safe; blocks. */
public final class Inspection {
    private final HostPaths paths;
    private final StateFolder folder;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long self;
    private final Commands commands;

    /**
     * Looks at nothing yet.
     *
     * @param nanos a clock that only goes forward
     * @param self the pid of this process
     */
    public Inspection(
            HostPaths paths,
            StateFolder folder,
            InstantSource clock,
            LongSupplier nanos,
            long self,
            Commands commands) {
        this.paths = paths;
        this.folder = folder;
        this.clock = clock;
        this.nanos = nanos;
        this.self = self;
        this.commands = commands;
    }

    /** What the machine says. */
    public HostFacts facts(Question question) {
        Resources resources =
                new Resources(paths.proc(), new ControlGroup(paths.proc(), paths.sys()));
        return new HostFacts(
                resources.memory(),
                resources.cores(),
                disk(question.thorough()),
                listening(question),
                new Clock(
                        clock.instant(), new KernelClock().synchronised(), StateAge.newest(folder)),
                resources.bounds(),
                new Release(paths.proc(), paths.etc(), commands)
                        .software(question.packages(), question.thorough()),
                new Guards(paths, folder.root(), commands).hardening(question.thorough()));
    }

    private Disk disk(boolean measured) {
        Path there = nearest(folder.root());
        Optional<Space> space = space(there);
        if (!measured || !there.equals(folder.root())) {
            return new Disk(there, space, Optional.empty(), Optional.empty());
        }
        try {
            Speed speed = new SpeedProbe(nanos).measure(folder.probe());
            return new Disk(there, space, Optional.of(speed), Optional.empty());
        } catch (IOException e) {
            return new Disk(there, space, Optional.empty(), Optional.of(String.valueOf(e)));
        }
    }

    private static Optional<Space> space(Path folder) {
        try {
            DiskUsage usage = DiskUsage.of(folder);
            return Optional.of(
                    new Space(usage.size(), usage.free(), usage.files(), usage.freeFiles()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path nearest(Path folder) {
        Path parent = folder.getParent();
        return Files.isDirectory(folder) || parent == null ? folder : nearest(parent);
    }

    private List<Listening> listening(Question question) {
        List<Sockets.Socket> sockets = new Sockets(paths.proc()).listening();
        Map<Long, Holder> holders =
                new Holders(paths.proc(), self)
                        .of(
                                sockets.stream()
                                        .filter(s ->
                                                question.thorough()
                                                        || question.ports().contains(s.port()))
                                        .map(Sockets.Socket::inode)
                                        .collect(Collectors.toSet()));
        return sockets.stream()
                .map(s ->
                        new Listening(
                                s.address(), s.port(), Optional.ofNullable(holders.get(s.inode()))))
                .toList();
    }
}
