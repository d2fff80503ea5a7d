package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The description of the file agrees with the records and with itself. */
class KindsTest {
    static Stream<Kind> kinds() {
        return Kinds.ALL.stream();
    }

    static Stream<Keys> mappings() {
        var own = Stream.concat(Stream.of(SystemKeys.KEYS), Kinds.ALL.stream().map(Kind::keys));
        return Stream.concat(own, ReferencePage.nested().stream());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyRecordComponentIsFedByAKey(Kind kind) {
        var fed = new ArrayList<>(List.of("name"));
        kind.keys().keys().forEach(key -> fed.add(key.feeds()));
        assertThat(fed).containsExactlyInAnyOrderElementsOf(components(kind.type()));
    }

    @Test
    void everyComponentOfTheSystemIsFedByAKey() {
        assertThat(SystemKeys.KEYS.keys().stream().map(Key::feeds))
                .containsExactlyInAnyOrderElementsOf(components(SystemSpec.class));
        assertThat(ListenKeys.KEYS.keys().stream().map(Key::feeds))
                .containsExactlyInAnyOrderElementsOf(components(Listen.class));
    }

    static Stream<Arguments> nested() {
        return Stream.of(
                Arguments.of(ProxyKeys.KEYS, ProxyRules.class),
                Arguments.of(QueueKeys.KEYS, ProxyRules.Queue.class),
                Arguments.of(BreakerKeys.KEYS, ProxyRules.Breaker.class),
                Arguments.of(AtMostKeys.KEYS, Engine.AtMost.class),
                Arguments.of(CacheKeys.KEYS, CacheRules.class),
                Arguments.of(FrontKeys.KEYS, FrontProxy.class),
                Arguments.of(AcmeKeys.KEYS, Certificate.Acme.class),
                Arguments.of(TrafficKeys.ADDRESS_KEYS, TrafficRules.PerAddress.class),
                Arguments.of(TrafficKeys.ACCOUNT_KEYS, TrafficRules.PerAccount.class));
    }

    @ParameterizedTest
    @MethodSource("nested")
    void everyComponentOfANestedRecordIsFedByAKey(Keys keys, Class<?> type) {
        assertThat(keys.keys().stream().map(Key::feeds))
                .containsExactlyInAnyOrderElementsOf(components(type));
    }

    @Test
    void everyKindOfRecordHasAKind() {
        assertThat(Kinds.ALL.stream().<Class<?>>map(Kind::type))
                .containsExactlyInAnyOrder(Component.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void examplesOfKindsAreRight(Kind kind) {
        var file =
                "system: a\ncomponents:\n  db: { postgres: 15 }\n  example:\n"
                        + kind.example().indent(4);
        assertThat(SystemFile.read(file, _ -> true))
                .isInstanceOfSatisfying(
                        SystemFile.Reading.Right.class,
                        right ->
                                assertThat(right.system().component("example").orElseThrow())
                                        .isInstanceOf(kind.type())
                                        .extracting(Component::kind)
                                        .isEqualTo(kind.word()));
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void examplesOfKeysAreRight(Keys keys) {
        for (var key : keys.keys()) {
            var problems = new Problems(_ -> true);
            var node = YamlReader.read(key.name() + ": " + key.example(), problems).orElseThrow();
            var value = ((Node.Mapping) node).entries().getFirst().value();
            key.shape().read(value, Place.START, problems);
            assertThat(problems.sorted("")).as(keys.name() + "." + key.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void keysAreDocumented(Keys keys) {
        assertThat(Keys.names(keys.keys())).doesNotHaveDuplicates();
        for (var key : keys.keys()) {
            assertThat(key.meaning()).as(key.name()).isNotBlank().doesNotEndWith(".");
            assertThat(key.required() || keys.choice().contains(key) || !key.absent().isBlank())
                    .as("default of " + key.name())
                    .isTrue();
        }
    }

    private static List<String> components(Class<?> type) {
        return Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }
}
