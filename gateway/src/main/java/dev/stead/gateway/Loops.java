package dev.stead.gateway;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;

/** The event loops, daemon threads named {@code gateway-…}, and what belongs to each. */
final class Loops implements AutoCloseable {
    private final EventLoopGroup group;
    private final Map<EventLoop, Loop> loops = new HashMap<>();

    Loops(
            GatewaySettings settings,
            InstantSource clock,
            SplittableGenerator random,
            Watching watching) {
        group = new EpollLoops(settings.threads(), new DefaultThreadFactory("gateway", true));
        for (EventExecutor executor : group) {
            EventLoop eventLoop = (EventLoop) executor;
            RandomGenerator own = random.split();
            loops.put(
                    eventLoop,
                    new Loop(
                            eventLoop,
                            own,
                            clock,
                            settings,
                            watching.newLedger(clock),
                            watching.limits()));
        }
    }

    /** Begins to look at deadlines. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void start(GatewaySettings settings) {
        long tick = settings.tick().toMillis();
        loops.forEach((eventLoop, loop) ->
                eventLoop.scheduleAtFixedRate(loop::tick, tick, tick, TimeUnit.MILLISECONDS));
    }

    EventLoopGroup group() {
        return group;
    }

    Loop of(EventLoop eventLoop) {
        Loop loop = loops.get(eventLoop);
        if (loop == null) {
            throw new IllegalStateException("not one of the gateway's event loops");
        }
        return loop;
    }

    /** Does something on each loop, then something once all have. */
    void onEach(Consumer<Loop> action, Runnable afterwards) {
        AtomicInteger left = new AtomicInteger(loops.size());
        loops.forEach((eventLoop, loop) ->
                eventLoop.execute(() -> {
                    action.accept(loop);
                    if (left.decrementAndGet() == 0) {
                        afterwards.run();
                    }
                }));
    }

    /** Tells the clients, closes every connection and ends the threads. */
    @Override
    public void close() {
        CountDownLatch told = new CountDownLatch(1);
        onEach(Loop::end, told::countDown);
        try {
            var _ = told.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Without a quiet period, a loop that was just at work ends without closing its channels.
        group.shutdownGracefully(1, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
