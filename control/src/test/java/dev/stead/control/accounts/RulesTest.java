package dev.stead.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.control.accounts.Refusals.Note;
import dev.stead.model.SystemFile;
import dev.stead.model.SystemSpec;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

final class RulesTest {
    private static Rules rules(int https) {
        return rules("example.com", https);
    }

    private static Rules rules(String host, int https) {
        String file =
                """
                system: demo
                domain: example.com
                components:
                  app: { service: run, route: { host: HOST, path: /app, access: { groups: [b, a] } } }
                  far: { service: run, route: { host: far.example.org, access: { groups: [a] } } }
                """
                        .replace("HOST", host);
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
    void knowsTheOriginsOfEnginesWhetherTheyAreThereOrNot() {
        Rules rules = engines("host", 8443);
        assertThat(rules.hostOf("https://lab-7.example.com:8443")).hasValue("lab-7.example.com");
        assertThat(rules.originOf("lab-7.example.com")).hasValue("https://lab-7.example.com:8443");
        for (String other :
                List.of(
                        "https://lab-7.example.com",
                        "https://lab-7.example.com:443:8443",
                        "http://lab-7.example.com:8443",
                        "https://lab-07.example.com:8443",
                        "https://lab.example.com:8443",
                        "https://lab-7.evil.com:8443",
                        "https://lab-7.example.com.evil.com:8443",
                        "https://api-7.example.com:8443",
                        "https://a.lab-7.example.com:8443",
                        "https://:8443",
                        "")) {
            assertThat(rules.hostOf(other)).as(other).isEmpty();
        }
        assertThat(rules.hosts()).doesNotContainKey("https://example.com:8443");
    }

    @Test
    void knowsTheDomainWhereEnginesAreBelowAPath() {
        assertThat(engines("path", 443).hosts()).containsKey("https://example.com");
    }

    private static Rules engines(String place, int https) {
        String file =
                """
                system: demo
                domain: example.com
                components:
                  lab: { engine: 'run ${PORT}', place: PLACE }
                """
                        .replace("PLACE", place);
        return switch (SystemFile.read(file, p -> true)) {
            case SystemFile.Reading.Right(SystemSpec system) -> Rules.of(system, https);
            case SystemFile.Reading.Wrong(var problems) ->
                    throw new AssertionError(problems.toString());
        };
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
    void theSameRefusalIsPutOnRecordOnceAMinute() {
        Refusals refusals = new Refusals();
        assertThat(refusals.note("net", "a", 0)).isEqualTo(Note.THIS);
        assertThat(refusals.note("net", "a", 59_999)).isEqualTo(Note.NOTHING);
        assertThat(refusals.note("net", "b", 59_999)).isEqualTo(Note.THIS);
        assertThat(refusals.note("net", "a", 60_000)).isEqualTo(Note.THIS);
    }

    @Test
    void ofOneNetworkSixtyRefusalsAMinuteArePutOnRecordAndThatThereWereMore() {
        Refusals refusals = new Refusals();
        List<Note> notes =
                IntStream.range(0, 1_000).mapToObj(i -> refusals.note("net", "a" + i, i)).toList();

        assertThat(notes.subList(0, 60)).containsOnly(Note.THIS);
        assertThat(notes.get(60)).isEqualTo(Note.MORE);
        assertThat(notes.subList(61, 1_000)).containsOnly(Note.NOTHING);
        assertThat(refusals.note("other", "a999", 1_000)).isEqualTo(Note.THIS);
        assertThat(refusals.note("net", "a998", 60_000)).isEqualTo(Note.THIS);
    }

    @Test
    void rememberedRefusalsAreBounded() {
        Refusals refusals = new Refusals();
        assertThat(refusals.note("net", "a", 0)).isEqualTo(Note.THIS);
        for (int i = 0; i < 20_000; i++) {
            assertThat(refusals.note("net" + i, "c" + i, 1)).isEqualTo(Note.THIS);
        }
        assertThat(refusals.note("net", "a", 2)).isEqualTo(Note.THIS);
    }

    @Test
    void whileOthersArePublishedTheHostsOfBothAreKnown() {
        Rules before = rules("app", 443);
        Rules meanwhile = before.awaiting(rules("new", 8443));

        assertThat(meanwhile.originOf("app.example.com")).hasValue("https://app.example.com");
        assertThat(meanwhile.originOf("new.example.com")).hasValue("https://new.example.com:8443");
        assertThat(meanwhile.originOf("far.example.org")).hasValue("https://far.example.org");
        assertThat(meanwhile.known()).isEqualTo(before.known());
        assertThat(Rules.NOTHING_APPLIED.awaiting(before)).isEqualTo(before);
    }
}
