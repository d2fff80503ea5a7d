package dev.stead.api;

import dev.stead.base.Code;
import dev.stead.base.Json;
import dev.stead.base.SteadException;
import dev.stead.base.UnixHttpClient;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@link Control} over the control socket. Thread-safe; each call is a connection of its own. */
public final class ControlClient implements Control {
    private final UnixHttpClient http;
    private final Json json = new Json();

    /**
     * For the server of this socket; connects with each call.
     *
     * @param socket the control socket
     */
    public ControlClient(Path socket) {
        this.http = new UnixHttpClient(socket);
    }

    @Override
    public SystemStatus status(Caller caller) {
        return json.read(call("GET", "/v1/status?by=" + by(caller), ""), SystemStatus.class);
    }

    @Override
    public List<Application> applications(Caller caller) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public PlanView planApplied(Caller caller) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public PlanView plan(Caller caller, PlanRequest request) {
        String file = request.file().orElseThrow().toString();
        return json.read(
                call(
                        "POST",
                        "/v1/plan?by=" + by(caller),
                        json.write(new ControlWire.FileRequest(file))),
                PlanView.class);
    }

    @Override
    public void apply(Caller caller, ApplyRequest request, Consumer<Event> progress) {
        ControlWire.ApplyBody body =
                new ControlWire.ApplyBody(
                        request.file().orElseThrow().toString(),
                        request.installPackages(),
                        by(caller));
        stream("POST", "/v1/apply", json.write(body), line -> take(line, progress));
    }

    @Override
    public void restart(Caller caller, String component, Consumer<Event> progress) {
        stream(
                "POST",
                "/v1/restart?by=" + by(caller) + "&component=" + encode(component),
                "",
                l -> take(l, progress));
    }

    @Override
    public void down(Caller caller, Consumer<Event> progress) {
        stream("POST", "/v1/down?by=" + by(caller), "", line -> take(line, progress));
    }

    @Override
    public void logs(Caller caller, LogQuery query, Consumer<Agent.LogLine> sink) {
        String components =
                query.components().stream()
                        .map(c -> "&component=" + encode(c))
                        .collect(Collectors.joining());
        stream(
                "GET",
                "/v1/logs?lines=" + query.lines() + "&follow=" + query.follow() + components,
                "",
                line -> {
                    if (line.log() != null) {
                        sink.accept(line.log());
                    }
                });
    }

    @Override
    public void dismiss(Caller caller) {
        call("POST", "/v1/dismiss?by=" + by(caller), "");
    }

    @Override
    public void handOver(Caller caller) {
        call("POST", "/v1/hand-over?by=" + by(caller), "");
    }

    private static String by(Caller caller) {
        return caller instanceof Caller.Owner(String name) ? encode(name) : "";
    }

    /** Whether a server answers at this socket. */
    public boolean answers() {
        return build().isPresent();
    }

    /** The build of the server that answers at this socket; empty when none does. */
    public Optional<String> build() {
        try {
            UnixHttpClient.Answer answer = http.send("GET", "/v1/version", "");
            return answer.status() == 200
                    ? Optional.of(json.tree(answer.body()).path("build").asString(""))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void take(ControlWire.Line line, Consumer<Event> progress) {
        if (line.event() != null) {
            progress.accept(line.event());
        }
    }

    private String call(String method, String uri, String body) {
        try {
            UnixHttpClient.Answer answer = http.send(method, uri, body);
            if (answer.status() / 100 != 2) {
                throw problem(answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private void stream(
            String method, String uri, String body, Consumer<ControlWire.Line> consumer) {
        AtomicBoolean whole = new AtomicBoolean();
        try {
            UnixHttpClient.Answer answer =
                    http.stream(
                            method,
                            uri,
                            body,
                            text -> {
                                ControlWire.Line line = json.read(text, ControlWire.Line.class);
                                if (line.problem() != null) {
                                    throw line.problem().toException();
                                }
                                whole.compareAndSet(false, line.done() != null);
                                consumer.accept(line);
                            });
            if (answer.status() != 200) {
                throw problem(answer.body());
            }
        } catch (IOException e) {
            if (!whole.get() && !Thread.currentThread().isInterrupted()) {
                throw gone(e);
            }
        }
    }

    private SteadException problem(String body) {
        return json.read(body, ControlWire.ProblemDocument.class).toException();
    }

    private static SteadException gone(IOException cause) {
        return new SteadException(
                Code.EXTERNAL,
                "the server does not answer: " + cause.getMessage(),
                "start it again with stead up; what ran goes on running",
                cause);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
