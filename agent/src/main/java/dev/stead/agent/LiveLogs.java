package dev.stead.agent;

import dev.stead.api.DiskLevel;
import dev.stead.api.Trimmable;
import dev.stead.base.StateFolder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Supplier;

/** Logs of instances that run: they keep less while the disk is in need. */
final class LiveLogs implements Trimmable {
    private final StateFolder folder;
    private final Logs logs;
    private final Supplier<Collection<String>> running;

    /**
     * @param running ids of the instances that have a process
     */
    LiveLogs(StateFolder folder, Logs logs, Supplier<Collection<String>> running) {
        this.folder = folder;
        this.logs = logs;
        this.running = running;
    }

    @Override
    public String what() {
        return "the older part of logs";
    }

    @Override
    public Path folder() {
        return folder.logs();
    }

    @Override
    public DiskLevel from() {
        return DiskLevel.CRITICAL;
    }

    @Override
    public long trim(long bytes) throws IOException {
        logs.keepLess();
        long freed = 0;
        for (String id : running.get()) {
            freed += logs.bound(id);
        }
        return freed;
    }

    @Override
    public void recover() {
        logs.keepAll();
    }
}
