package dev.stead.api;

import dev.stead.api.ControlWire.ApplicationList;
import dev.stead.api.ControlWire.ApplyBody;
import dev.stead.api.ControlWire.PlanBody;
import dev.stead.api.ControlWire.PurgeBody;
import dev.stead.api.ControlWire.RestartBody;
import dev.stead.base.Json;
import dev.stead.base.Rights;
import dev.stead.base.UnixHttpClient;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@link Control} over the control socket. Thread-safe. */
public final class ControlClient implements Control {
    private final ApiClient api;

    /**
     * For the server of this socket; connects with each call.
     *
     * @param socket the control socket
     */
    public ControlClient(Path socket) {
        this.api = new ApiClient(socket);
    }

    @Override
    public SystemStatus status(Caller caller) {
        return api.get(caller, "/v1/status", SystemStatus.class);
    }

    @Override
    public Diagnosis doctor(Caller caller, Optional<Path> file) {
        String query = file.map(f -> "?file=" + ApiClient.encode(f.toString())).orElse("");
        return api.get(caller, "/v1/doctor" + query, Diagnosis.class);
    }

    @Override
    public List<Application> applications(Caller caller) {
        return api.get(caller, "/v1/me/applications", ApplicationList.class).applications();
    }

    @Override
    public SystemText file(Caller caller) {
        return api.get(caller, "/v1/file", SystemText.class);
    }

    @Override
    public PlanView planApplied(Caller caller) {
        return api.get(caller, "/v1/plan", PlanView.class);
    }

    @Override
    public PlanView plan(Caller caller, PlanRequest request) {
        PlanBody body =
                new PlanBody(
                        request.file().map(Path::toString).orElse(null),
                        request.content().orElse(null));
        return api.post(caller, "/v1/plan", body, PlanView.class);
    }

    @Override
    public void apply(Caller caller, ApplyRequest request, Consumer<Event> progress) {
        ApplyBody body =
                new ApplyBody(
                        request.file().map(Path::toString).orElse(null), request.installPackages());
        api.stream(caller, "POST", "/v1/apply", body, line -> take(line, progress));
    }

    @Override
    public void restart(Caller caller, String component, Consumer<Event> progress) {
        RestartBody body = new RestartBody(component);
        api.stream(caller, "POST", "/v1/restart", body, line -> take(line, progress));
    }

    @Override
    public Purged purge(Caller caller, String component, Optional<String> path) {
        PurgeBody body = new PurgeBody(component, path.orElse(null));
        return api.post(caller, "/v1/purge", body, Purged.class);
    }

    @Override
    public void down(Caller caller, Consumer<Event> progress) {
        api.stream(caller, "POST", "/v1/down", null, line -> take(line, progress));
    }

    @Override
    public void logs(Caller caller, LogQuery query, Consumer<Agent.LogLine> sink) {
        String components =
                query.components().stream()
                        .map(c -> "&component=" + ApiClient.encode(c))
                        .collect(Collectors.joining());
        api.stream(
                caller,
                "GET",
                "/v1/logs?lines=" + query.lines() + "&follow=" + query.follow() + components,
                null,
                line -> {
                    if (line.log() != null) {
                        sink.accept(line.log());
                    }
                });
    }

    @Override
    public void dismiss(Caller caller) {
        api.act(caller, "POST", "/v1/dismiss", null);
    }

    @Override
    public void handOver(Caller caller) {
        api.act(caller, "POST", "/v1/hand-over", null);
    }

    /** Whether a server answers at this socket. */
    public boolean answers() {
        return build().isPresent();
    }

    /** The build of the server that answers at this socket; empty when none does. */
    public Optional<String> build() {
        if (!Rights.own().mayUse(api.socket())) {
            return Optional.empty();
        }
        try {
            UnixHttpClient.Answer answer =
                    api.http(new Caller.Owner("")).send("GET", "/v1/version", "");
            return answer.status() == 200
                    ? Optional.of(new Json().tree(answer.body()).path("build").asString(""))
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
}
