package dev.stead.console;

import dev.stead.api.Engines.EngineView;
import dev.stead.api.Engines.Offer;
import dev.stead.api.Engines.OfferedParameter;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;
import dev.stead.api.Engines.Use;
import dev.stead.api.Engines.Wanted;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Engines to show: of ada, an operator, and of carla@example.com, a user.
 *
 * @param spice is put into every text that somebody could choose
 */
record EngineSample(String spice) {
    private static final Instant NOW = Sample.NOW;

    static String url(String id) {
        return "https://" + id + "." + Sample.HOST + "/";
    }

    List<Offer> offers() {
        return List.of(
                offer(
                        "notebook",
                        "Notebook" + spice,
                        "📓",
                        "Python with the plan's figures at hand; what you save stays" + spice,
                        false,
                        List.of(),
                        List.of("notebook-7")),
                offer(
                        "explore",
                        "Explore",
                        "R",
                        "Look at a scenario from all sides",
                        false,
                        List.of(
                                new OfferedParameter(
                                        "size",
                                        "Memory" + spice,
                                        List.of("small", "large" + spice)),
                                new OfferedParameter(
                                        "year",
                                        "Year of the plan",
                                        List.of("2026", "2027", "2028"))),
                        List.of()),
                offer(
                        "model",
                        "Model",
                        "Mo",
                        "A workspace for one model, alone",
                        true,
                        List.of(),
                        List.of("model-12")));
    }

    private Offer offer(
            String name,
            String title,
            String icon,
            String description,
            boolean resources,
            List<OfferedParameter> parameters,
            List<String> open) {
        return new Offer(
                name,
                title,
                icon,
                Optional.of(description),
                resources,
                parameters,
                open,
                "https://stead." + Sample.HOST + "/open/" + name);
    }

    List<EngineView> engines() {
        List<EngineView> all = new ArrayList<>();
        for (String user : List.of("ada", "carla@example.com")) {
            String more = user.equals("ada") ? "" : "1";
            all.add(
                    engine(
                            "notebook-7" + more,
                            "",
                            user,
                            1720,
                            80,
                            user.equals("ada") ? List.of() : List.of("ada")));
            all.add(
                    engine(
                            "model-12" + more,
                            "budget 2027" + spice,
                            user,
                            3,
                            1400,
                            List.of("bruno" + spice)));
        }
        all.add(engine("notebook-9", "", "", 0, 0, List.of()));
        return all;
    }

    private EngineView engine(
            String id, String resource, String user, long idle, int left, List<String> sharedWith) {
        return new EngineView(
                id,
                id.replaceFirst("-.*", ""),
                Optional.of(resource).filter(r -> !r.isEmpty()),
                Optional.of(user).filter(u -> !u.isEmpty()),
                OptionalLong.of(4711),
                "ready",
                url(id),
                NOW.minus(Duration.ofMinutes(137)),
                idle,
                Optional.of(NOW.plusSeconds(left)).filter(_ -> left > 0),
                left > 0 && left < 120,
                212L << 20,
                480L << 20,
                0.31,
                1.97,
                2,
                sharedWith,
                Optional.empty());
    }

    Opening opening(String component, Optional<String> resource, Phase phase, String version) {
        String id = component + "-7";
        boolean there = phase == Phase.STARTING || phase == Phase.READY || phase == Phase.ENDING;
        return new Opening(
                component,
                resource,
                "ada",
                version,
                phase,
                Optional.of(id).filter(_ -> there),
                Optional.of(url(id)).filter(_ -> there),
                phase == Phase.QUEUED ? OptionalInt.of(3) : OptionalInt.empty(),
                NOW.minusSeconds(4),
                NOW.minusSeconds(75),
                switch (phase) {
                    case QUEUED -> Optional.of("as many as may be open are open" + spice);
                    case FAILED -> Optional.of("its program ended with 1" + spice);
                    case ENDING, CLOSED -> Optional.of("nobody used it for 30 min" + spice);
                    default -> Optional.empty();
                },
                phase == Phase.STARTING || phase == Phase.FAILED ? lines() : List.of());
    }

    List<String> lines() {
        return List.of(
                "[I 10:44:51 NotebookApp] Serving notebooks from local directory: /home/ada",
                "[I 10:44:51 NotebookApp] Jupyter Notebook 6.4.12 is running at:" + spice,
                "[W 10:44:52 NotebookApp] The figures of 2027 are not there yet");
    }

    /** An engine of the caller's that has ended. */
    Optional<Wanted> past(String id) {
        return switch (id) {
            case "notebook-3" ->
                    Optional.of(new Wanted("notebook", Optional.empty(), Optional.of("ada")));
            case "model-4" ->
                    Optional.of(new Wanted("model", Optional.of("b 7"), Optional.of("ada")));
            default -> Optional.empty();
        };
    }

    List<Use> uses() {
        List<Use> all = new ArrayList<>();
        String[] users = {"ada", "carla@example.com", "dieter" + spice};
        String[] components = {"notebook", "explore", "model"};
        for (int i = 0; i < 60; i++) {
            Instant began = NOW.minus(Duration.ofHours(11L * i + 3L)).minusSeconds(600L * (i % 5));
            all.add(
                    new Use(
                            components[i % 7 % 3] + "-" + (100 - i),
                            components[i % 7 % 3],
                            Optional.empty(),
                            users[i % 5 % 3],
                            began,
                            i == 0
                                    ? Optional.empty()
                                    : Optional.of(began.plusSeconds(1800L * (i % 9 + 1))),
                            i == 0 ? Optional.empty() : Optional.of("nobody used it" + spice),
                            213.4 * (i % 6),
                            (100L + 30L * (i % 11)) << 20));
        }
        return all;
    }
}
