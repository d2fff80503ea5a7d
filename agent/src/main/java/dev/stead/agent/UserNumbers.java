package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Numbers of users for instances that are set apart: far from those that Debian, systemd and
 * containers give away. Each system has a block of its own, which a file of the machine says, named
 * like the block and holding the path of the state folder; a block whose state folder is gone may
 * be taken. Thread-safe.
 */
final class UserNumbers {
    static final int BASE = 1_880_000_000;
    static final int BLOCK = 10_000;
    static final int BLOCKS = 2_000;

    /** How many are found in one look. */
    private static final int SPARES = 32;

    /** File locks do not keep threads of one process apart. */
    private static final ReentrantLock CLAIMING = new ReentrantLock();

    private final StateFolder folder;
    private final HostPaths paths;
    private final LiveUsers users;
    private final Deque<Integer> spares = new ArrayDeque<>();

    UserNumbers(StateFolder folder, HostPaths paths) {
        this.folder = folder;
        this.paths = paths;
        this.users = new LiveUsers(paths.proc());
    }

    /** Whether a number is one of those that Stead gives to instances. */
    static boolean isOurs(int uid) {
        return uid >= BASE && uid < BASE + BLOCKS * BLOCK;
    }

    /**
     * One of this system's numbers that is nobody's and not in this list. All processes are looked
     * at for some numbers at once: what was free then, and was not given away since, still is,
     * since nobody else gives these numbers to processes.
     */
    synchronized int free(List<Integer> taken) {
        Set<Integer> used = new HashSet<>(taken);
        Optional<Integer> spare = spare(used);
        if (spare.isPresent()) {
            return spare.get();
        }
        look(used);
        return spares.removeFirst();
    }

    private Optional<Integer> spare(Set<Integer> used) {
        while (!spares.isEmpty()) {
            int uid = spares.removeFirst();
            if (!used.contains(uid)) {
                return Optional.of(uid);
            }
        }
        return Optional.empty();
    }

    /** Finds at least one. */
    private void look(Set<Integer> taken) {
        int first;
        Set<Integer> used = new HashSet<>(taken);
        try {
            first = BASE + block() * BLOCK;
            used.addAll(users.all());
            used.addAll(accounts());
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "no user numbers can be had from " + paths.users() + ": " + Words.of(e),
                    "make it writable for root, with space left",
                    e);
        }
        int last = first + BLOCK - 1;
        IntStream.rangeClosed(first, last)
                .filter(uid -> !used.contains(uid))
                .limit(SPARES)
                .forEach(spares::add);
        if (spares.isEmpty()) {
            throw new SteadException(
                    Code.EXHAUSTED,
                    "all user numbers of this system are taken, " + first + " to " + last,
                    "end engines, or what else has processes of these users");
        }
    }

    private int block() throws IOException {
        CLAIMING.lock();
        try {
            Ownership.folder(paths.users(), "rwx------");
            try (FileChannel file =
                            FileChannel.open(
                                    paths.users().resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock _ = file.lock()) {
                return claimed();
            }
        } finally {
            CLAIMING.unlock();
        }
    }

    private int claimed() throws IOException {
        String mine = folder.root().toAbsolutePath().normalize().toString();
        int wanted = Math.floorMod(mine.hashCode(), BLOCKS);
        for (int i = 0; i < BLOCKS; i++) {
            int block = (wanted + i) % BLOCKS;
            Path claim = paths.users().resolve(String.valueOf(block));
            Optional<String> owner = read(claim);
            if (owner.filter(mine::equals).isPresent()) {
                return block;
            }
            if (owner.filter(other -> Files.isDirectory(Path.of(other))).isEmpty()) {
                Path fresh = paths.users().resolve(".claim");
                Files.writeString(fresh, mine, StandardCharsets.UTF_8);
                Files.move(fresh, claim, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                return block;
            }
        }
        throw new SteadException(
                Code.EXHAUSTED,
                "all blocks of user numbers are taken by other systems",
                "delete those of " + paths.users() + " whose system is no more");
    }

    private static Optional<String> read(Path claim) throws IOException {
        try {
            return Optional.of(Files.readString(claim, StandardCharsets.UTF_8).strip())
                    .filter(owner -> owner.startsWith("/"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Set<Integer> accounts() throws IOException {
        Set<Integer> numbers = new HashSet<>();
        for (String line :
                Files.readString(paths.etc().resolve("passwd"), StandardCharsets.ISO_8859_1)
                        .split("\n", -1)) {
            Arrays.stream(line.split(":", 4))
                    .skip(2)
                    .limit(1)
                    .filter(number -> number.matches("\\d{1,9}|1\\d{9}"))
                    .map(Integer::valueOf)
                    .forEach(numbers::add);
        }
        return numbers;
    }
}
