package dev.stead.gateway;

import dev.stead.api.Sessions;
import dev.stead.bench.Unlimited;
import dev.stead.model.Access;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The check of a session alone, without a socket: what {@code Guard} does for a request whose
 * session is in the cache, and for one to a public route without a cookie. In the gateway's package
 * because nobody else may see these classes.
 */
public final class CheckBench {
    private static final int REQUESTS = 1_000_000;
    private static final int ROUNDS = 9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final char[] HOST = "localhost".toCharArray();

    private final Guard guard;
    private final ClientConnection client;

    private CheckBench(SessionCache cache) {
        Routes routes = new Routes(Map.of());
        Watching watching = new Watching(1, Optional.empty(), 7);
        watching.limits()
                .use(new Traffic(Unlimited.RULES, AddressFilter.ANY, new AddressRanges(List.of())));
        guard =
                new Guard(
                        cache,
                        new Refusals(new OwnPlace(() -> routes, () -> 443), new SplittableRandom()),
                        watching.limits());
        EmbeddedChannel channel = new EmbeddedChannel();
        Loop loop =
                new Loop(
                        channel.eventLoop(),
                        new SplittableRandom(),
                        InstantSource.system(),
                        GatewaySettings.standard(),
                        watching.newLedger(InstantSource.system()),
                        watching.limits());
        Answers answers = (_, _) -> new Onward();
        Http1Line line = new Http1Line(channel, loop, answers, new Listener());
        client = new ClientConnection(line, loop, answers);
    }

    /**
     * Nanoseconds of CPU time of one check, the median of several rounds.
     *
     * @param secret of a session, sent as a cookie; without one no cookie is sent
     */
    public static double nanoseconds(Sessions sessions, String secret, Access access) {
        try (SessionCache cache =
                new SessionCache(sessions, SessionLimits.standard(), System::nanoTime)) {
            CheckBench bench = new CheckBench(cache);
            HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
            head.headers().set("Host", "localhost");
            if (!secret.isEmpty()) {
                cache.ask(new SessionKey("localhost", secret)).join();
                head.headers().set("Cookie", SteadCookies.SESSION + "=" + secret);
            }
            double[] rounds = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                rounds[i] = bench.round(head, access);
            }
            double[] warm = Arrays.copyOfRange(rounds, 2, ROUNDS);
            Arrays.sort(warm);
            return warm[warm.length / 2];
        }
    }

    private double round(HttpRequest head, Access access) {
        Answer answer = new Onward();
        Function<Identity, Answer> onward = _ -> answer;
        // Of this thread: the machine may have other work.
        long begin = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < REQUESTS; i++) {
            // A host of its own for each request, as the check of a real one makes it.
            Request request = new Request(head, new String(HOST), new RequestPath("/", ""), "id");
            if (!guard.admit(client, request, access, onward).equals(answer)) {
                throw new IllegalStateException("not let in");
            }
        }
        return (THREADS.getCurrentThreadCpuTime() - begin) / (double) REQUESTS;
    }

    /** Stands for the answer that follows. */
    private static final class Onward extends DiscardingAnswer {
        @Override
        public void begin() {}
    }
}
