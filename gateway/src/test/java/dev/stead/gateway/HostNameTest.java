package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost",
        "LocalHost:8443, localhost",
        "planning.example.com., planning.example.com",
        "127.0.0.1:1, 127.0.0.1",
        "[::1]:443, [::1]",
        "a_b.localhost:, a_b.localhost",
    })
    void takesTheName(String header, String name) {
        assertThat(HostName.parse(header)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                ".",
                "a b",
                "a/b",
                "a@b",
                "a:b",
                "a:80:80",
                "a:123456",
                "[::1",
                "[::1]x",
                "a\tb",
                "caf\u00e9",
                "a,b",
                "%61"
            })
    void refusesWhatIsNoName(String header) {
        assertThat(HostName.parse(header)).isEmpty();
    }
}
