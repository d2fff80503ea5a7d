package dev.stead.api;

import static dev.stead.api.Permission.CHANGE_SYSTEM;
import static dev.stead.api.Permission.HOLD_SERVER;
import static dev.stead.api.Permission.SEE_OWN;
import static dev.stead.api.Permission.SEE_SYSTEM;

import dev.stead.api.ControlWire.ApplicationList;
import dev.stead.api.ControlWire.ApplyBody;
import dev.stead.api.ControlWire.Line;
import dev.stead.api.ControlWire.PlanBody;
import dev.stead.api.ControlWire.PurgeBody;
import dev.stead.api.ControlWire.RestartBody;
import dev.stead.api.Operation.Sort;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Operations on the system itself. */
record SystemOperations(Control control) {
    private static final int MOST_LINES = 10_000;

    List<Operation> all() {
        return List.of(
                Operation.get(
                        "applications",
                        "/v1/me/applications",
                        SEE_OWN,
                        "What the caller may open",
                        ApplicationList.class,
                        call -> new ApplicationList(control.applications(call.caller()))),
                Operation.get(
                        "status",
                        "/v1/status",
                        SEE_SYSTEM,
                        "Components and instances",
                        SystemStatus.class,
                        call -> control.status(call.caller())),
                Operation.get(
                                "doctor",
                                "/v1/doctor",
                                SEE_SYSTEM,
                                "Whether this machine is fit for the system",
                                Diagnosis.class,
                                call ->
                                        control.doctor(
                                                call.caller(),
                                                path(call.text("file").orElse(null))))
                        .with(
                                "file",
                                Sort.TEXT,
                                "A file on the server's machine, for its owner only; without it"
                                        + " what was applied last"),
                Operation.stream(
                                "logs",
                                "GET",
                                "/v1/logs",
                                SEE_SYSTEM,
                                "What instances wrote",
                                Optional.empty(),
                                this::logs)
                        .with("component", Sort.TEXTS, "Only of these")
                        .with(
                                "lines",
                                Sort.NUMBER,
                                "How many of the last lines, at most 10000; 100 without it")
                        .with("follow", Sort.TRUTH, "Go on with what is written from now on"),
                Operation.get(
                        "file",
                        "/v1/file",
                        SEE_SYSTEM,
                        "The system file that was applied last, as it is on disk now",
                        Control.SystemText.class,
                        call -> control.file(call.caller())),
                Operation.get(
                        "planApplied",
                        "/v1/plan",
                        SEE_SYSTEM,
                        "What applying the file again would do, as it is on disk now",
                        Control.PlanView.class,
                        call -> control.planApplied(call.caller())),
                Operation.make(
                        "plan",
                        "POST",
                        "/v1/plan",
                        CHANGE_SYSTEM,
                        "What applying a changed file would do",
                        PlanBody.class,
                        Control.PlanView.class,
                        (call, body) ->
                                control.plan(
                                        call.caller(),
                                        new Control.PlanRequest(
                                                path(body.file()),
                                                Optional.ofNullable(body.content())))),
                Operation.stream(
                        "apply",
                        "POST",
                        "/v1/apply",
                        CHANGE_SYSTEM,
                        "Make the running system what its file says",
                        Optional.of(ApplyBody.class),
                        this::apply),
                Operation.stream(
                        "restart",
                        "POST",
                        "/v1/restart",
                        CHANGE_SYSTEM,
                        "Replace the instances of a component, one at a time",
                        Optional.of(RestartBody.class),
                        (call, out) ->
                                control.restart(
                                        call.caller(),
                                        call.body(RestartBody.class).component(),
                                        events(out))),
                Operation.make(
                        "purge",
                        "POST",
                        "/v1/purge",
                        CHANGE_SYSTEM,
                        "Take away what the gateway keeps of a component's answers",
                        PurgeBody.class,
                        Control.Purged.class,
                        (call, body) ->
                                control.purge(
                                        call.caller(),
                                        body.component(),
                                        Optional.ofNullable(body.path()))),
                Operation.stream(
                        "down",
                        "POST",
                        "/v1/down",
                        HOLD_SERVER,
                        "Stop everything and end the server",
                        Optional.empty(),
                        (call, out) -> control.down(call.caller(), events(out))),
                Operation.act(
                        "handOver",
                        "POST",
                        "/v1/hand-over",
                        HOLD_SERVER,
                        "End the server and leave everything running",
                        call -> control.handOver(call.caller())),
                Operation.act(
                        "dismiss",
                        "POST",
                        "/v1/dismiss",
                        HOLD_SERVER,
                        "End a server that runs nothing",
                        call -> control.dismiss(call.caller())));
    }

    private void apply(Call call, Consumer<Line> out) {
        ApplyBody body = call.body(ApplyBody.class);
        control.apply(
                call.caller(),
                new Control.ApplyRequest(
                        path(body.file()), Boolean.TRUE.equals(body.installPackages())),
                events(out));
    }

    private void logs(Call call, Consumer<Line> out) {
        control.logs(
                call.caller(),
                new Control.LogQuery(call.texts("component"), lines(call), call.truth("follow")),
                line -> out.accept(Line.of(line)));
    }

    private static int lines(Call call) {
        int lines = call.number("lines").orElse(100);
        if (lines < 0 || lines > MOST_LINES) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the parameter lines is not right",
                    "give it a number from 0 to " + MOST_LINES);
        }
        return lines;
    }

    private static Optional<Path> path(@org.jspecify.annotations.Nullable String file) {
        try {
            return Optional.ofNullable(file).map(Path::of);
        } catch (InvalidPathException e) {
            throw new SteadException(
                    Code.WRONG_USAGE, "the file's name is no path", "name a system file", e);
        }
    }

    private static Consumer<Event> events(Consumer<Line> out) {
        return event -> out.accept(Line.of(event));
    }
}
