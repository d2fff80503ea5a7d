package dev.stead.cli;

import dev.stead.api.Control;
import dev.stead.api.ControlClient;
import dev.stead.base.SteadException;

import org.jline.utils.Signals;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Follows a running system. The first Ctrl-C takes it down, the second lets go of it; a closed
 * terminal (SIGHUP) or SIGTERM lets go at once: the system goes on running.
 */
final class Attached {
    /** What a shell expects of a program that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private Attached() {}

    static void follow(Surface surface, String system, ControlClient client) {
        Followers followers = new Followers(surface.out(), surface.style());
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean leaving = new AtomicBoolean();
        Signals.register(
                "INT",
                () -> {
                    if (!leaving.compareAndSet(false, true)) {
                        Runtime.getRuntime().halt(INTERRUPTED);
                    }
                    Thread.ofVirtual().start(() -> down(surface, client, followers, ended));
                });
        // Only now is it true.
        surface.out()
                .println(
                        "Following "
                                + system
                                + "; Ctrl-C takes it down (--detach leaves it running).");
        surface.out().println();
        Thread.ofVirtual()
                .start(() -> {
                    tail(surface, client, followers, leaving);
                    if (!leaving.get()) {
                        ended.countDown();
                    }
                });
        await(ended);
    }

    private static void tail(
            Surface surface, ControlClient client, Followers followers, AtomicBoolean leaving) {
        try {
            client.logs(
                    Surface.caller(), new Control.LogQuery(List.of(), 0, true), followers::line);
        } catch (SteadException e) {
            if (!leaving.get()) {
                surface.failure(e);
            }
        }
    }

    private static void down(
            Surface surface, ControlClient client, Followers followers, CountDownLatch ended) {
        surface.out().println();
        ServerEnd end = ServerEnd.of(client);
        try {
            client.down(Surface.caller(), followers::event);
            end.await();
        } catch (SteadException e) {
            surface.failure(e);
        }
        ended.countDown();
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
