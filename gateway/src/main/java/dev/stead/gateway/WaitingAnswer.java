package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Holds a request while something is found out off the loop, then gives way to the answer that
 * follows from it. The request's body is not read meanwhile.
 */
final class WaitingAnswer<T> extends DecidingAnswer {
    private final ClientConnection client;
    private final CompletableFuture<T> fact;
    private final Function<T, Answer> next;
    private final Supplier<Answer> otherwise;
    private final long due;
    private boolean over;

    /**
     * @param fact when it fails, or takes as long as an instance may take, the reply is 503
     * @param next called on the client's loop
     */
    WaitingAnswer(ClientConnection client, CompletableFuture<T> fact, Function<T, Answer> next) {
        this(
                client,
                fact,
                next,
                client.loop().settings().answerTimeout(),
                () -> new PageAnswer(client, () -> SignInPages.unavailable(client)));
    }

    /**
     * @param next called on the client's loop
     * @param atMost how long it waits
     * @param otherwise what follows when that is too short, or finding out fails; called likewise
     */
    WaitingAnswer(
            ClientConnection client,
            CompletableFuture<T> fact,
            Function<T, Answer> next,
            Duration atMost,
            Supplier<Answer> otherwise) {
        this.client = client;
        this.fact = fact;
        this.next = next;
        this.otherwise = otherwise;
        this.due = client.loop().now() + atMost.toNanos();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void begin() {
        fact.whenCompleteAsync(this::goOn, client.loop().eventLoop());
    }

    private void goOn(@Nullable T found, @Nullable Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        try {
            client.decided(found == null || failure != null ? otherwise.get() : next.apply(found));
        } catch (RuntimeException | Error e) {
            // This runs outside of the pipeline, whose end would otherwise be this.
            client.close();
            throw e;
        }
    }

    @Override
    public void clientGone() {
        over = true;
    }

    @Override
    public void checkDeadlines(long now) {
        if (!over && now - due > 0) {
            over = true;
            client.decided(otherwise.get());
        }
    }
}
