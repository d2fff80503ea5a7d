package dev.stead.gateway;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A client whose {@link HttpRequest#timeout} lasts until the end of the answer, and not of its head
 * only as Java's own: a server that stalls in the middle of a body holds nobody up. Answers are
 * read whole, up to a limit, before whoever asked sees them.
 */
final class WholeAnswers extends HttpClient {
    private final HttpClient client;
    private final int largest;

    /**
     * @param client does the work; closed with this one
     * @param largest bytes of a body; {@code send} throws for one that is longer
     */
    WholeAnswers(HttpClient client, int largest) {
        this.client = client;
        this.largest = largest;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = sendAsync(request, handler);
        try {
            Optional<Duration> atMost = request.timeout();
            return atMost.isPresent()
                    ? answer.get(atMost.get().toNanos(), TimeUnit.NANOSECONDS)
                    : answer.get();
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(
                    "no whole answer within " + request.timeout().orElseThrow().toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(),
                    e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler) {
        return client.sendAsync(request, whole(handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        return client.sendAsync(request, whole(handler), pushes);
    }

    private <T> BodyHandler<T> whole(BodyHandler<T> handler) {
        return head ->
                BodySubscribers.mapping(
                        BodySubscribers.limiting(BodySubscribers.ofByteArray(), largest),
                        body -> given(handler.apply(head), body));
    }

    /** What a subscriber makes of a body that is there. */
    private static <T> T given(BodySubscriber<T> subscriber, byte[] body) {
        subscriber.onSubscribe(new NothingToAskFor());
        subscriber.onNext(List.of(ByteBuffer.wrap(body).asReadOnlyBuffer()));
        subscriber.onComplete();
        return subscriber.getBody().toCompletableFuture().join();
    }

    /** Everything is given at once. */
    private record NothingToAskFor() implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    @Override
    public void shutdownNow() {
        client.shutdownNow();
    }

    @Override
    public void close() {
        client.close();
    }
}
