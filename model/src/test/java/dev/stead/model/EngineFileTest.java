package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** How engines are read. */
class EngineFileTest {
    @Test
    void readsEveryKey() {
        assertThat(read("everything").component("lab")).contains(lab());
    }

    @Test
    void whatIsNotSaidMeansTheDefault() {
        assertThat(engine("notebook"))
                .isEqualTo(
                        new Engine(
                                "notebook",
                                List.of(
                                        "jupyter-notebook",
                                        "--port",
                                        "${PORT}",
                                        "--NotebookApp.base_url=${BASE}"),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                new TreeMap<>(),
                                Optional.empty(),
                                List.of(),
                                Limits.NONE,
                                OptionalLong.empty(),
                                Duration.ofSeconds(10),
                                ProxyRules.DEFAULT,
                                Engine.Per.USER,
                                0,
                                Duration.ofMinutes(30),
                                Optional.empty(),
                                new Engine.AtMost(1, 20),
                                Optional.of(new Engine.BusyPath("/api/busy", Optional.empty())),
                                Engine.OnSignOut.STOP,
                                List.of(),
                                true,
                                new Access.SignedIn(),
                                EnginePlace.HOST,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void anAccountMayHaveSeveralWhereEachIsForAResource() {
        assertThat(engine("shell").atMost()).isEqualTo(new Engine.AtMost(3, 20));
    }

    @Test
    void aCommandMayTellThatSomethingWorks() {
        assertThat(engine("explore").busy())
                .contains(new Engine.BusyCommand(List.of("bin/busy", "it's on")));
    }

    @Test
    void asManyMayBeWarmAsThereMayBe() {
        assertThat(engine("explore").warm()).isEqualTo(engine("explore").atMost().machine());
    }

    @Test
    void aParameterIsCalledByItsNameUnlessItHasATitle() {
        assertThat(engine("explore").parameters())
                .containsExactly(
                        new Engine.Parameter(
                                "size", "size", List.of(new Engine.Choice("small", List.of()))));
    }

    private static Engine lab() {
        SortedMap<String, EnvValue> env = new TreeMap<>();
        env.put("SITE", new EnvValue.Literal("${ORIGIN}"));
        env.put("ALLOWED", new EnvValue.Literal("${HOST}"));
        env.put("FILES_IN", new EnvValue.Literal("${HOME}/files"));
        env.put("PAY_TOKEN", new EnvValue.Secret("pay-token", false));
        return new Engine(
                "lab",
                List.of(
                        "./lab",
                        "--port",
                        "${PORT}",
                        "--base",
                        "${BASE}",
                        "--size",
                        "${SIZE}",
                        "${RESOURCE}"),
                Optional.of("./lab"),
                List.of("make"),
                List.of("jupyter-notebook"),
                env,
                Optional.of(
                        new Health(
                                new Health.Http("/api"),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(2),
                                Health.of(new Health.Alive()).failures(),
                                Duration.ofMinutes(2))),
                List.of("store-db"),
                new Limits(OptionalLong.of(2L << 30), OptionalDouble.of(2), OptionalInt.of(300)),
                OptionalLong.of(5_000_000_000L),
                Duration.ofSeconds(5),
                answering(Duration.ofMinutes(10)),
                Engine.Per.RESOURCE,
                0,
                Duration.ofHours(2),
                Optional.of(Duration.ofHours(12)),
                new Engine.AtMost(5, 50),
                Optional.of(new Engine.BusyPath("/api/kernels", Optional.of("\"busy\""))),
                Engine.OnSignOut.KEEP,
                List.of(
                        new Engine.Parameter(
                                "size",
                                "size",
                                List.of(
                                        new Engine.Choice("small", List.of()),
                                        new Engine.Choice("large", List.of("analysts", "staff")))),
                        new Engine.Parameter(
                                "python-version",
                                "Python",
                                List.of(
                                        new Engine.Choice("3.11", List.of()),
                                        new Engine.Choice("3.12", List.of())))),
                false,
                new Access.Groups(List.of("analysts")),
                EnginePlace.PATH,
                Optional.of("The lab"),
                Optional.of("🧪"),
                Optional.of("Python beside the shop's data"));
    }

    private static ProxyRules answering(Duration answer) {
        var usual = ProxyRules.DEFAULT;
        return new ProxyRules(
                usual.body(),
                usual.connect(),
                answer,
                usual.stall(),
                usual.concurrency(),
                usual.queue(),
                usual.sticky(),
                usual.slowStart(),
                usual.breaker(),
                usual.proxyProtocol());
    }

    private static Engine engine(String name) {
        return (Engine) read("engines").component(name).orElseThrow();
    }

    private static SystemSpec read(String name) {
        return switch (SystemFile.read(TestFiles.text("right/" + name + ".yaml"), _ -> true)) {
            case SystemFile.Reading.Right(SystemSpec system) -> system;
            case SystemFile.Reading.Wrong(List<Problem> problems) ->
                    throw new AssertionError(problems);
        };
    }
}
