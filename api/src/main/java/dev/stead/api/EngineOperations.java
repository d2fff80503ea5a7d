package dev.stead.api;

import static dev.stead.api.Permission.CHANGE_SYSTEM;
import static dev.stead.api.Permission.OPEN_OWN;
import static dev.stead.api.Permission.SEE_OWN;
import static dev.stead.api.Permission.SEE_SYSTEM;

import dev.stead.api.ControlWire.EngineList;
import dev.stead.api.ControlWire.Line;
import dev.stead.api.ControlWire.OfferList;
import dev.stead.api.ControlWire.OpenBody;
import dev.stead.api.ControlWire.ShareBody;
import dev.stead.api.ControlWire.UseList;
import dev.stead.api.Operation.Sort;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Operations on private engines. */
record EngineOperations(Engines engines) {
    private static final int MOST_LINES = 10_000;
    private static final int LONGEST_WAIT = 30;

    List<Operation> all() {
        return List.of(
                Operation.get(
                        "engineOffers",
                        "/v1/me/engines",
                        SEE_OWN,
                        "Engines that the caller may open",
                        OfferList.class,
                        call -> new OfferList(engines.offers(call.caller()))),
                Operation.get(
                                "engines",
                                "/v1/engines",
                                SEE_OWN,
                                "Engines that are open",
                                EngineList.class,
                                call ->
                                        new EngineList(
                                                engines.list(call.caller(), call.truth("all"))))
                        .with(
                                "all",
                                Sort.TRUTH,
                                "Those of everybody, warm ones too; needs the permission"
                                        + " SEE_SYSTEM"),
                Operation.make(
                        "openEngine",
                        "POST",
                        "/v1/engines",
                        OPEN_OWN,
                        "Open an engine, or find the one that is open; does not wait until it is"
                                + " ready",
                        OpenBody.class,
                        Engines.Opening.class,
                        (call, body) -> engines.open(call.caller(), request(body))),
                Operation.get(
                                "engineOpening",
                                "/v1/engine-openings/{component}",
                                SEE_OWN,
                                "How far an opening is",
                                Engines.Opening.class,
                                this::look)
                        .with("resource", Sort.TEXT, "For which resource")
                        .with("account", Sort.TEXT, "Whose; for the owner of the server only")
                        .with(
                                "known",
                                Sort.TEXT,
                                "The version that is known: waits until there is another")
                        .with(
                                Operation.WAIT,
                                Sort.NUMBER,
                                "How many seconds to wait at most, up to 30; 20 without it"),
                Operation.act(
                        "stopEngine",
                        "DELETE",
                        "/v1/engines/{id}",
                        OPEN_OWN,
                        "End an engine",
                        call -> engines.stop(call.caller(), call.part("id"))),
                Operation.make(
                        "extendEngine",
                        "POST",
                        "/v1/engines/{id}/extend",
                        OPEN_OWN,
                        "Let an engine's idle time begin anew",
                        Engines.EngineView.class,
                        call -> engines.extend(call.caller(), call.part("id"))),
                Operation.make(
                        "shareEngine",
                        "POST",
                        "/v1/engines/{id}/share",
                        OPEN_OWN,
                        "Let exactly these other accounts into an engine",
                        ShareBody.class,
                        Engines.EngineView.class,
                        (call, body) ->
                                engines.share(call.caller(), call.part("id"), body.accounts())),
                Operation.make(
                        "enterEngine",
                        "POST",
                        "/v1/engines/{id}/enter",
                        CHANGE_SYSTEM,
                        "Let the calling operator into somebody's engine",
                        Engines.EngineView.class,
                        call -> engines.enter(call.caller(), call.part("id"))),
                Operation.stream(
                                "engineLogs",
                                "GET",
                                "/v1/engines/{id}/logs",
                                SEE_OWN,
                                "What an engine wrote",
                                Optional.empty(),
                                this::logs)
                        .with(
                                "lines",
                                Sort.NUMBER,
                                "How many of the last lines, at most 10000; 100 without it")
                        .with("follow", Sort.TRUTH, "Go on with what is written from now on"),
                Operation.get(
                                "engineUsage",
                                "/v1/engine-usage",
                                SEE_SYSTEM,
                                "Who used engines, and what they took",
                                UseList.class,
                                call -> new UseList(usage(call)))
                        .with("from", Sort.TIME, "Since when; 30 days ago without it")
                        .with("to", Sort.TIME, "Until when; now without it"));
    }

    private static Engines.OpenRequest request(OpenBody body) {
        return new Engines.OpenRequest(
                new Engines.Wanted(
                        body.component(),
                        Optional.ofNullable(body.resource()),
                        Optional.ofNullable(body.account())),
                body.parameters() == null ? new TreeMap<>() : new TreeMap<>(body.parameters()));
    }

    private Engines.Opening look(Call call) {
        int wait = call.number(Operation.WAIT).orElse(20);
        if (wait < 0 || wait > LONGEST_WAIT) {
            throw wrong(Operation.WAIT, LONGEST_WAIT);
        }
        return engines.look(
                call.caller(),
                new Engines.Wanted(
                        call.part("component"), call.text("resource"), call.text("account")),
                call.text("known"),
                Duration.ofSeconds(wait));
    }

    private void logs(Call call, Consumer<Line> out) {
        int lines = call.number("lines").orElse(100);
        if (lines < 0 || lines > MOST_LINES) {
            throw wrong("lines", MOST_LINES);
        }
        engines.logs(
                call.caller(),
                call.part("id"),
                lines,
                call.truth("follow"),
                line -> out.accept(Line.of(line)));
    }

    private List<Engines.Use> usage(Call call) {
        return engines.usage(
                call.caller(),
                call.time("from").orElse(Instant.EPOCH),
                call.time("to").orElse(Instant.MAX));
    }

    private static SteadException wrong(String parameter, int most) {
        return new SteadException(
                Code.WRONG_USAGE,
                "the parameter " + parameter + " is not right",
                "give it a number from 0 to " + most);
    }
}
