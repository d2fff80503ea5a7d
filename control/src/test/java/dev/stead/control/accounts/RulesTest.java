package dev.stead.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.SystemFile;
import dev.stead.model.SystemSpec;

import org.junit.jupiter.api.Test;

import java.util.List;

final class RulesTest {
    private static Rules rules(int https) {
        String file =
                """
                system: demo
                domain: example.com
                components:
                  app: { service: run, route: { path: /app, access: { groups: [b, a] } } }
                  far: { service: run, route: { host: far.example.org, access: { groups: [a] } } }
                """;
        return switch (SystemFile.read(file, p -> true)) {
            case SystemFile.Reading.Right(SystemSpec system) -> Rules.of(system, https);
            case SystemFile.Reading.Wrong(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    @Test
    void knowsTheOriginsOfTheSystemAsBrowsersWriteThem() {
        assertThat(rules(443).hosts())
                .containsOnlyKeys("https://example.com", "https://far.example.org");
        assertThat(rules(8443).hosts()).containsKey("https://example.com:8443");
        assertThat(rules(8443).known().origin()).isEqualTo("https://stead.example.com:8443");
        assertThat(rules(443).originOf("stead.example.com")).hasValue("https://stead.example.com");
        assertThat(rules(443).originOf("evil.example.com")).isEmpty();
    }

    @Test
    void knowsWhichRoutesNameAGroup() {
        assertThat(rules(443).groups())
                .containsEntry("b", List.of("https://example.com/app"))
                .containsEntry("a", List.of("https://example.com/app", "https://far.example.org/"));
    }

    @Test
    void waitsDoubleFromTheFifthFailureToAQuarterOfAnHour() {
        assertThat(List.of(0, 4, 5, 6, 7, 14, 15, 1_000).stream().map(f -> Lockout.backOff(f, 5)))
                .containsExactly(0L, 0L, 1_000L, 2_000L, 4_000L, 512_000L, 900_000L, 900_000L);
    }

    @Test
    void anAddressOfIpv6CountsByItsNetwork() {
        assertThat(ClientAddress.network("2001:db8:1:2:3::4"))
                .isEqualTo(ClientAddress.network("2001:db8:1:2:ffff::"))
                .isNotEqualTo(ClientAddress.network("2001:db8:1:3::4"));
        assertThat(ClientAddress.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientAddress.network("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientAddress.network("not an address")).isEqualTo("not an address");
    }

    @Test
    void theSameRefusalIsNewOnceAMinuteAndMemoryIsBounded() {
        Refusals refusals = new Refusals();
        assertThat(refusals.isNew("a", 0)).isTrue();
        assertThat(refusals.isNew("a", 59_999)).isFalse();
        assertThat(refusals.isNew("b", 59_999)).isTrue();
        assertThat(refusals.isNew("a", 60_000)).isTrue();
        for (int i = 0; i < 2_000; i++) {
            assertThat(refusals.isNew("c" + i, 60_000)).isTrue();
        }
        assertThat(refusals.isNew("a", 60_001)).isTrue();
    }
}
