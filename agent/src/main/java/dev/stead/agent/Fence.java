package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What instances that are set apart reach on this machine, and who reaches them: a table of
 * nftables, {@code inet stead_HASH}, which tells them by user number ({@link FenceRules}). It is
 * there as long as there is one of them, survives the server, and is made anew from the records
 * when a server starts. Whoever asks for a change while another is under way has it made together
 * with those of all who wait. Thread-safe.
 */
final class Fence {
    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
    private static final Map<String, String> ENV = Map.of("PATH", Prepared.PATH, "LC_ALL", "C");

    /** How setsid(1) ends when there is no such program. */
    private static final int NO_PROGRAM = 127;

    private final StateFolder folder;
    private final Programs programs;
    private final Scheduler scheduler;
    private final boolean root;
    private final String table;
    private final Map<String, InstanceSpec> fenced = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private FenceRules applied = FenceRules.NONE;
    private volatile String fault = "";

    /**
     * @param root whether this process is root; nobody else can put up a fence, or has whom to
     */
    Fence(StateFolder folder, Programs programs, Scheduler scheduler, boolean root) {
        this.folder = folder;
        this.programs = programs;
        this.scheduler = scheduler;
        this.root = root;
        this.table = "stead_" + hash(folder.root().toAbsolutePath().normalize().toString());
    }

    /** Tries whether there can be a fence, and puts it up for these instances, others gone. */
    void begin(Collection<InstanceSpec> specs) {
        if (!root) {
            return;
        }
        specs.stream().filter(Fence::isApart).forEach(spec -> fenced.put(spec.id(), spec));
        lock.lock();
        try {
            FenceRules rules = FenceRules.of(fenced.values());
            nft(rules.whole(table));
            applied = rules;
        } catch (IOException e) {
            fault = Words.of(e);
            LOG.info("there is no fence around engines: {}", fault);
        } finally {
            lock.unlock();
        }
    }

    /**
     * An instance will soon be admitted: what that takes begins in a thread of its own, while all
     * else is made ready.
     */
    void announce(InstanceSpec spec) {
        if (expects(spec)) {
            scheduler.execute(() -> {
                try {
                    settle();
                } catch (IOException e) {
                    LOG.debug("{} cannot be fenced in yet: {}", spec.id(), Words.of(e));
                }
            });
        }
    }

    /** Returns when an instance is fenced in; before anything of it runs. */
    void admit(InstanceSpec spec) {
        if (!expects(spec)) {
            return;
        }
        try {
            settle();
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    spec.id() + " cannot be fenced in: " + Words.of(e),
                    "see whether nft list ruleset works as root",
                    e);
        }
    }

    /** Whether an instance has to be fenced in; the next time that the fence is settled it is. */
    private boolean expects(InstanceSpec spec) {
        boolean expected = works() && isApart(spec);
        if (expected) {
            fenced.put(spec.id(), spec);
        }
        return expected;
    }

    /** Nothing of an instance is left. */
    void dismiss(String id) {
        if (fenced.remove(id) == null) {
            return;
        }
        try {
            settle();
        } catch (IOException e) {
            // The next change, or the next look, takes it out.
            LOG.warn("{} cannot be taken out of the fence: {}", id, Words.of(e));
        }
    }

    /** Puts the fence up again when somebody has taken it down, as `nft flush ruleset` does. */
    void look() {
        if (!works() || fenced.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (!applied.isEmpty() && !isThere()) {
                LOG.warn("the fence around engines was gone and is put up again");
                applied = FenceRules.NONE;
                settle();
            }
        } catch (IOException e) {
            LOG.warn("the fence around engines cannot be put up: {}", Words.of(e));
        } finally {
            lock.unlock();
        }
    }

    /** Why there is no fence, a sentence that begins with "engines"; empty when there is. */
    List<String> missing() {
        return root && !fault.isEmpty()
                ? List.of(
                        "engines can connect to each other and to every program of this machine: "
                                + fault)
                : List.of();
    }

    private boolean works() {
        return root && fault.isEmpty();
    }

    private static boolean isApart(InstanceSpec spec) {
        return spec.enclosure().filter(enclosure -> enclosure.uid().isPresent()).isPresent();
    }

    private void settle() throws IOException {
        lock.lock();
        try {
            FenceRules wanted = FenceRules.of(fenced.values());
            if (wanted.equals(applied)) {
                return;
            }
            if (applied.isEmpty() || wanted.isEmpty()) {
                nft(wanted.whole(table));
            } else {
                change(wanted);
            }
            applied = wanted;
        } finally {
            lock.unlock();
        }
    }

    private void change(FenceRules wanted) throws IOException {
        try {
            nft(applied.change(table, wanted));
        } catch (IOException e) {
            LOG.warn("the fence around engines is put up anew: {}", Words.of(e));
            nft(wanted.whole(table));
        }
    }

    private boolean isThere() throws IOException {
        return collect(List.of("nft", "list", "chain", "inet", table, "output")).ok();
    }

    /** All of it or nothing. */
    private void nft(String words) throws IOException {
        Path file = Files.createTempFile(folder.root(), "fence-", ".nft");
        try {
            Files.writeString(file, words, StandardCharsets.UTF_8);
            Programs.Outcome outcome = collect(List.of("nft", "-f", file.toString()));
            if (outcome.status() == NO_PROGRAM) {
                throw new IOException("the program nft is missing");
            }
            if (!outcome.ok()) {
                throw new IOException(
                        "nft says " + outcome.lines().stream().findFirst().orElse("nothing"));
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Programs.Outcome collect(List<String> words) throws IOException {
        try {
            return programs.collect(words, ENV);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the wait for nft was interrupted", e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
