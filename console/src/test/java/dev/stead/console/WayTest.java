package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Engines.Offer;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

final class WayTest {
    private static final Offer NOTEBOOK = offer("notebook");
    private static final Offer MODEL = offer("model");

    private static Offer offer(String name) {
        return new EngineSample("")
                .offers().stream()
                        .filter(o -> o.component().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void whatFollowsTheNameIsTheDeepLink() {
        Way way = Way.of("/open/notebook/tree/a%20b?x=1&resource=r").to(NOTEBOOK);

        assertThat(way)
                .isEqualTo(
                        new Way(
                                "notebook",
                                Optional.empty(),
                                new DeepLink("/tree/a%20b", "x=1&resource=r")));
        assertThat(way.open()).isEqualTo("/open/notebook/tree/a%20b?x=1&resource=r");
        assertThat(way.opening()).isEqualTo("/opening/notebook/tree/a%20b?x=1&resource=r");
    }

    @Test
    void theResourceIsNotPassedOn() {
        Way way = Way.of("/open/model/edit?a=1&resource=b%207%26&c=2&resource=d").to(MODEL);

        assertThat(way.resource()).contains("b 7&");
        assertThat(way.deep()).isEqualTo(new DeepLink("/edit", "a=1&c=2"));
        assertThat(way.open()).isEqualTo("/open/model/edit?resource=b%207%26&a=1&c=2");
        assertThat(Way.of(way.open()).to(MODEL)).isEqualTo(way);
    }

    @Test
    void withoutAResourceThereIsNone() {
        assertThat(Way.of("/open/model?resource=&x").to(MODEL))
                .isEqualTo(new Way("model", Optional.empty(), new DeepLink("", "x")));
        assertThat(Way.of("/open/model").to(MODEL).withResource("a/b").open())
                .isEqualTo("/open/model?resource=a%2Fb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/",
                "/open//evil.example",
                "/open/a.b",
                "/open/note%2fbook",
                "//open/notebook",
                "https://evil.example/open/notebook",
                "/open/notebook/..",
                "/open/notebook/\\evil"
            })
    void addressesThatNameNothingAreRefused(String uri) {
        assertThatThrownBy(() -> Way.of(uri)).isInstanceOf(SteadException.class);
    }

    @Test
    void resourcesThatAreNoTextAreRefused() {
        assertThatThrownBy(() -> Way.of("/open/model?resource=%zz").to(MODEL))
                .isInstanceOf(SteadException.class);
    }
}
