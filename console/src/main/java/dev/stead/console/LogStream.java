package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Agent.LogLine;
import dev.stead.api.Caller;
import dev.stead.api.Control;
import dev.stead.api.Engines;
import dev.stead.api.Permission;
import dev.stead.base.Code;
import dev.stead.base.Json;
import dev.stead.base.SteadException;
import dev.stead.base.StreamedAnswer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lines of logs as they are written, as server-sent events: {@code line}, each with a JSON
 * document, and {@code end} when there will be no more. Asks every second whether whoever looks
 * still may, so that a session that has ended shows nothing more.
 */
record LogStream(Accounts accounts, Control control, Engines engines) {
    private static final String TYPE = "text/event-stream; charset=utf-8";
    private static final Json JSON = new Json();
    private static final int SECONDS_BETWEEN_BEATS = 15;

    void mount(Routes routes) {
        routes.getStream("/logs/stream", Permission.SEE_SYSTEM, this::components);
        // Or its owner.
        routes.getStream("/engines/:id/log/stream", Permission.SEE_SYSTEM, this::engine);
    }

    private void components(Visit visit, StreamedAnswer out) {
        LogFilter filter = LogFilter.of(visit);
        follow(
                visit,
                out,
                caller -> demand(Permission.SEE_SYSTEM, caller),
                sink ->
                        control.logs(
                                visit.caller(),
                                filter.query(true),
                                line -> {
                                    if (filter.wants(line)) {
                                        sink.accept(line);
                                    }
                                }));
    }

    private void demand(Permission permission, Caller caller) {
        if (!permission.isOf(accounts.me(caller).role())) {
            throw new SteadException(Code.FORBIDDEN, "You may not see this any more", "");
        }
    }

    private void engine(Visit visit, StreamedAnswer out) {
        String id = visit.part("id");
        follow(
                visit,
                out,
                caller -> engines.logs(caller, id, 0, false, _ -> {}),
                sink -> engines.logs(visit.caller(), id, LogFilter.LINES, true, sink));
    }

    /**
     * Sends lines until there are no more, the client has gone, or it may not look any more.
     *
     * @param check fails when a caller may not look
     * @param reading gives lines until it is interrupted
     */
    private void follow(
            Visit visit,
            StreamedAnswer out,
            Consumer<Caller> check,
            Consumer<Consumer<LogLine>> reading) {
        accounts.me(visit.caller());
        CountDownLatch over = new CountDownLatch(1);
        Thread reader = Thread.currentThread();
        Caller unattended = visit.caller().unattended();
        Thread watch =
                Thread.ofVirtual()
                        .name("console-watch")
                        .start(() -> watch(() -> check.accept(unattended), out, over, reader));
        try {
            reading.accept(line -> {
                out.begin(TYPE);
                out.write(event("line", JSON.write(LogFilter.cut(line))));
            });
        } finally {
            over.countDown();
            watch.interrupt();
        }
        out.begin(TYPE);
        out.write(event("end", "{}"));
    }

    private static void watch(
            Runnable check, StreamedAnswer out, CountDownLatch over, Thread reader) {
        try {
            for (int second = 1; !over.await(1, TimeUnit.SECONDS); second++) {
                if (!passes(check)) {
                    reader.interrupt();
                    return;
                }
                out.begin(TYPE);
                if (second % SECONDS_BETWEEN_BEATS == 1) {
                    out.write(": still here\n\n");
                }
                if (out.gone()) {
                    reader.interrupt();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean passes(Runnable check) {
        try {
            check.run();
            return true;
        } catch (RuntimeException e) {
            // Who cannot be asked about sees nothing.
            return false;
        }
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
