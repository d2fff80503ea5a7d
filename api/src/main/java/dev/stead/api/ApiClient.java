package dev.stead.api;

import dev.stead.api.ControlWire.Line;
import dev.stead.base.Code;
import dev.stead.base.Json;
import dev.stead.base.Rights;
import dev.stead.base.SteadException;
import dev.stead.base.UnixHttpClient;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Calls operations over the control socket; each call is a connection of its own. Thread-safe.
 *
 * @param socket the control socket
 */
record ApiClient(Path socket) {
    private static final Json JSON = new Json();

    <T> T get(Caller caller, String uri, Class<T> type) {
        return JSON.read(call(caller, "GET", uri, ""), type);
    }

    <T> T post(Caller caller, String uri, @Nullable Object body, Class<T> type) {
        return JSON.read(call(caller, "POST", uri, text(body)), type);
    }

    <T> T patch(Caller caller, String uri, Object body, Class<T> type) {
        return JSON.read(call(caller, "PATCH", uri, text(body)), type);
    }

    void act(Caller caller, String method, String uri, @Nullable Object body) {
        call(caller, method, uri, text(body));
    }

    private static String text(@Nullable Object body) {
        return body == null ? "" : JSON.write(body);
    }

    private String call(Caller caller, String method, String uri, String body) {
        try {
            UnixHttpClient.Answer answer = http(caller).send(method, uri, body);
            if (answer.status() / 100 != 2) {
                throw problem(answer);
            }
            return answer.body();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    void stream(
            Caller caller,
            String method,
            String uri,
            @Nullable Object body,
            Consumer<Line> consumer) {
        AtomicBoolean whole = new AtomicBoolean();
        try {
            UnixHttpClient.Answer answer =
                    http(caller).stream(
                            method,
                            uri,
                            text(body),
                            text -> {
                                Line line = JSON.read(text, Line.class);
                                if (line.problem() != null) {
                                    throw line.problem().toException();
                                }
                                whole.compareAndSet(false, line.done() != null);
                                consumer.accept(line);
                            });
            if (answer.status() != 200) {
                throw problem(answer);
            }
        } catch (IOException e) {
            if (!whole.get() && !Thread.currentThread().isInterrupted()) {
                throw gone(e);
            }
        }
    }

    /**
     * The socket with the caller's name; only the owner of the server has this way in.
     *
     * @throws SteadException HOST when others could have made or could use the socket
     */
    UnixHttpClient http(Caller caller) {
        Rights.demandSocket(socket);
        String name = caller instanceof Caller.Owner(String owner) ? owner : "";
        return new UnixHttpClient(socket, Map.of(ControlHttp.BY, name.replaceAll("[^!-~]", "?")));
    }

    private static SteadException problem(UnixHttpClient.Answer answer) {
        try {
            return JSON.read(answer.body(), ControlWire.ProblemDocument.class).toException();
        } catch (JacksonException | IllegalArgumentException e) {
            return new SteadException(
                    Code.EXTERNAL,
                    "the server answered with status " + answer.status(),
                    "it may be of another version: stead up lets this one take over",
                    e);
        }
    }

    private static SteadException gone(IOException cause) {
        return new SteadException(
                Code.EXTERNAL,
                "the server does not answer: " + cause.getMessage(),
                "start it again with stead up; what ran goes on running",
                cause);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
