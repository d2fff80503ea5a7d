package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Stream;

class SchemaTest {
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(SchemaPage.text());

    static Stream<String> right() {
        return TestFiles.names("right").stream();
    }

    @ParameterizedTest
    @MethodSource("right")
    void acceptsRightFiles(String name) {
        assertThat(errors(TestFiles.text("right/" + name + ".yaml"))).isEmpty();
    }

    /** Each breaks one rule of the structure; the schema alone has to see it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{ components: { b: { redis: 7 } } }",
                "{ system: a }",
                "{ system: A, components: { b: { redis: 7 } } }",
                "{ system: a, colour: red, components: { b: { redis: 7 } } }",
                "{ system: a, backup: {}, components: { b: { redis: 7 } } }",
                "{ system: a, components: { B: { redis: 7 } } }",
                "{ system: a, components: { b: redis } }",
                "{ system: a, components: { b: { redis: [7] } } }",
                "{ system: a, components: { b: { redis: 99 } } }",
                "{ system: a, components: { b: { store: 1 } } }",
                "{ system: a, components: { b: { redis: 7, postgres: 15 } } }",
                "{ system: a, components: { b: { site: ./b } } }",
                "{ system: a, components: { b: { site: ./b, route: api } } }",
                "{ system: a, components: { b: { site: ./b, route: /, replicas: 2 } } }",
                "{ system: a, components: { b: { service: [] } } }",
                "{ system: a, components: { b: { service: b, replicas: 0 } } }",
                "{ system: a, components: { b: { service: b, replicas: two } } }",
                "{ system: a, components: { b: { service: b, stop: 10 } } }",
                "{ system: a, components: { b: { service: b, limits: { memory: 1G } } } }",
                "{ system: a, components: { b: { service: b, health: { every: 1s } } } }",
                "{ system: a, components: { b: { service: b, health: { http: /, tcp: true } } } }",
                "{ system: a, components: { b: { service: b, env: { A: [b] } } } }",
                "{ system: a, components: { b: { service: b, env: { A: { secret: B } } } } }",
                "{ system: a, certificate: { key: k }, components: { b: { redis: 7 } } }",
                "{ system: a, listen: { https: 70000 }, components: { b: { redis: 7 } } }",
                "{ system: a, listen: { front: { from: [10.0.0.1] } }, components: { b: { redis: 7"
                        + " } } }",
                "{ system: a, certificate: [], components: { b: { redis: 7 } } }",
                "{ system: a, certificate: { acme: x }, components: { b: { redis: 7 } } }",
                "{ system: a, traffic: { log: on }, components: { b: { redis: 7 } } }",
                "{ system: a, traffic: { account: { requests: 5 } }, components: { b: { redis: 7 }"
                        + " } }",
                "{ system: a, components: { b: { service: b, proxy: { queue: 5 } } } }",
                "{ system: a, components: { b: { service: b, route: /, cache: 5 } } }",
                "{ system: a, components: { b: { engine: 'b ${PORT}', access: public } } }",
                "{ system: a, components: { b: { engine: 'b ${PORT}', per: group } } }",
                "{ system: a, components: { b: { engine: 'b ${PORT}', warm: 101 } } }",
                "{ system: a, components: { b: { engine: 'b ${PORT}', idle: 30 } } }",
                "{ system: a, components: { b: { engine: 'b ${PORT}', icon: abcde } } }",
                "{ system: a, components: { b: { engine: 'b ${PORT}', at-most: 3 } } }",
                "{ system: a, components: { b: { engine: 'b ${PORT}', busy: a } } }",
                "{ system: a, components: { b: { engine: 'b ${PORT}', busy: { contains: a } } } }",
                "{ system: a, components: { b: { engine: 'b ${PORT}', parameters: { a: [] } } } }",
            })
    void refusesWrongStructure(String yaml) {
        assertThat(errors(yaml)).isNotEmpty();
        assertThat(SystemFile.read(yaml, _ -> true)).isInstanceOf(SystemFile.Reading.Wrong.class);
    }

    @Test
    void isTheSameEachTime() {
        assertThat(SchemaPage.text()).isEqualTo(SchemaPage.text());
    }

    private static List<Error> errors(String yaml) {
        var document = YamlReader.read(yaml, new Problems(_ -> true)).orElseThrow();
        return SCHEMA.validate(NodeJson.text(document), InputFormat.JSON);
    }
}
