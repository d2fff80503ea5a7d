package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was found at paths of sites, and the bytes of small files, so that a request for what is
 * asked for often needs no system call but the one that sends. Releases do not change, so nothing
 * here grows old. Only what was found is kept, so that nobody fills it with names.
 *
 * <p>Bounded in entries and in bytes; when full, what was not asked for since the last round goes
 * first (CLOCK). Thread-safe; a hit takes no lock.
 */
final class HotFiles {
    /** Larger files are read each time, from memory that the system manages. */
    static final long LARGEST = 64 * 1024;

    private static final String FALLBACK = "";
    private static final int MOST_ENTRIES = 4096;
    private static final long ROOM = 16L << 20;

    /** What a form takes beside its bytes, about. */
    private static final int COST = 512;

    private final ConcurrentHashMap<Key, Entry> found = new ConcurrentHashMap<>();
    private final Deque<Key> keys = new ArrayDeque<>();
    private final Deque<Form> forms = new ArrayDeque<>();
    private final long room;
    private long held;

    HotFiles() {
        this(ROOM);
    }

    /** With this room for bytes. */
    HotFiles(long room) {
        this.room = room;
    }

    /** No path is empty, so that the fallback has a key too. */
    private record Key(String site, String path) {}

    /** What a path led to, and whether it was asked for lately. */
    private static final class Entry {
        private final Site.Found.Hit hit;
        private volatile boolean used = true;

        Entry(Site.Found.Hit hit) {
            this.hit = hit;
        }
    }

    /** What a path of a site leads to; may look at the disk when that was not asked before. */
    Site.Found find(Site site, String path) {
        Key key = new Key(site.id(), path);
        Entry known = found.get(key);
        if (known != null) {
            known.used = true;
            return known.hit;
        }
        Site.Found looked = site.find(path);
        if (looked instanceof Site.Found.Hit hit) {
            remember(key, hit);
        }
        return looked;
    }

    /** What a path of a folder with programs leads to; a file that is known is not looked for. */
    ProgramFolder.Found findProgram(ProgramFolder folder, String path) {
        return found.containsKey(new Key(folder.site().id(), path))
                ? new ProgramFolder.Found.AFile()
                : folder.find(path);
    }

    /** The site's fallback. */
    Optional<SiteFile> fallback(Site site) {
        Key key = new Key(site.id(), FALLBACK);
        Entry known = found.get(key);
        if (known != null) {
            known.used = true;
            return Optional.of(known.hit.file());
        }
        Optional<SiteFile> file = site.fallback();
        file.ifPresent(it -> remember(key, new Site.Found.Hit(it)));
        return file;
    }

    private synchronized void remember(Key key, Site.Found.Hit hit) {
        if (found.putIfAbsent(key, new Entry(hit)) != null) {
            return;
        }
        keys.addLast(key);
        while (keys.size() > MOST_ENTRIES) {
            Key oldest = keys.removeFirst();
            Entry entry = found.get(oldest);
            if (entry != null && entry.used) {
                entry.used = false;
                keys.addLast(oldest);
            } else {
                found.remove(oldest);
            }
        }
    }

    /** Keeps the bytes of a form; they belong to the collector, so that nobody releases them. */
    synchronized ByteBuf keep(Form form, byte[] bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);
        direct.put(bytes).flip();
        ByteBuf kept = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct));
        if (form.inMemory() == null) {
            form.keep(kept);
            forms.addLast(form);
            held += COST + form.size();
            makeRoom();
        }
        return kept.duplicate();
    }

    private void makeRoom() {
        while (held > room) {
            Form oldest = forms.removeFirst();
            if (oldest.wasUsed()) {
                forms.addLast(oldest);
            } else {
                oldest.forget();
                held -= COST + oldest.size();
            }
        }
    }
}
