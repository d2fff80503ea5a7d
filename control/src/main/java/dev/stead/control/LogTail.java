package dev.stead.control;

import dev.stead.api.Agent;
import dev.stead.api.Control.LogQuery;
import dev.stead.api.InstanceStatus;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Reads logs of components; while it follows, those of instances that come later too. */
final class LogTail {
    private final Agent agent;

    LogTail(Agent agent) {
        this.agent = agent;
    }

    /** Blocks until the logs end, or, following, until the calling thread is interrupted. */
    void read(LogQuery query, Consumer<Agent.LogLine> sink) {
        List<String> ids =
                agent.instances().stream()
                        .filter(i -> wanted(i, query))
                        .map(InstanceStatus::id)
                        .sorted()
                        .toList();
        if (!query.follow()) {
            agent.readLogs(ids, query.lines(), false, sink);
            return;
        }
        follow(query, ids, sink);
    }

    private void follow(LogQuery query, List<String> ids, Consumer<Agent.LogLine> sink) {
        Set<String> followed = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Consumer<String> begin =
                id -> {
                    if (followed.add(id)) {
                        threads.execute(
                                () -> agent.readLogs(List.of(id), query.lines(), true, sink));
                    }
                };
        ids.forEach(begin);
        Agent.Subscription later =
                agent.onChange(i -> {
                    if (wanted(i, query)) {
                        begin.accept(i.id());
                    }
                });
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            later.close();
            threads.shutdownNow();
        }
    }

    private static boolean wanted(InstanceStatus instance, LogQuery query) {
        return query.components().isEmpty() || query.components().contains(instance.component());
    }
}
