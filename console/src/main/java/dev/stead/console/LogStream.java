package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Control;
import dev.stead.api.Permission;
import dev.stead.base.Json;
import dev.stead.base.StreamedAnswer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lines of logs as they are written, as server-sent events: {@code line}, each with a JSON
 * document, and {@code end} when there will be no more. Asks every second whether whoever looks
 * still may, so that a session that has ended shows nothing more.
 */
record LogStream(Accounts accounts, Control control) {
    private static final String TYPE = "text/event-stream; charset=utf-8";
    private static final Json JSON = new Json();
    private static final int SECONDS_BETWEEN_BEATS = 15;

    void mount(Routes routes) {
        routes.getStream("/logs/stream", Permission.SEE_SYSTEM, this::run);
    }

    private void run(Visit visit, StreamedAnswer out) {
        accounts.me(visit.caller());
        LogFilter filter = LogFilter.of(visit);
        CountDownLatch over = new CountDownLatch(1);
        Thread reader = Thread.currentThread();
        Thread watch =
                Thread.ofVirtual()
                        .name("console-watch")
                        .start(() -> watch(visit, out, over, reader));
        try {
            control.logs(
                    visit.caller(),
                    filter.query(true),
                    line -> {
                        if (filter.wants(line)) {
                            out.begin(TYPE);
                            out.write(event("line", JSON.write(LogFilter.cut(line))));
                        }
                    });
        } finally {
            over.countDown();
            watch.interrupt();
        }
        out.begin(TYPE);
        out.write(event("end", "{}"));
    }

    /** Ends the reader when the client has gone, or may not look any more. */
    private void watch(Visit visit, StreamedAnswer out, CountDownLatch over, Thread reader) {
        try {
            for (int second = 1; !over.await(1, TimeUnit.SECONDS); second++) {
                if (!may(visit)) {
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

    private boolean may(Visit visit) {
        try {
            return Permission.SEE_SYSTEM.isOf(accounts.me(visit.caller().unattended()).role());
        } catch (RuntimeException e) {
            // Who cannot be asked about sees nothing.
            return false;
        }
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
