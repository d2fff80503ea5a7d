package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.Cidr;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

final class VisitorsTest {
    private static final Peer END = new Peer("10.0.0.1", 443, true);
    private static final List<Cidr> PROXIES =
            List.of(
                    Cidr.parse("10.0.0.0/8").orElseThrow(),
                    Cidr.parse("2001:db8:f::/48").orElseThrow());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "192.0.2.7 | 192.0.2.7",
                "6.6.6.6, 192.0.2.7 | 192.0.2.7",
                "6.6.6.6,192.0.2.7 , 10.1.1.1,2001:db8:f::1 | 192.0.2.7",
                "10.3.3.3, 10.1.1.1 | 10.3.3.3",
                "'' | 10.0.0.1",
                "', ,' | 10.0.0.1",
                "192.0.2.7, | 192.0.2.7",
                "unknown | 10.0.0.1",
                "192.0.2.7, unknown, 10.1.1.1 | 10.1.1.1",
                "192.0.2.7, _hidden | 10.0.0.1",
                "192.0.2.7:4711 | 192.0.2.7",
                "[2001:db8::7]:4711 | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7] | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]x | 10.0.0.1",
                "2001:db8::7 | 2001:db8:0:0:0:0:0:7",
                "::ffff:192.0.2.7 | 192.0.2.7",
                "::ffff:10.1.1.1 | 10.1.1.1",
                "192.0.2.7, ::ffff:10.1.1.1 | 192.0.2.7",
                "\"192.0.2.7\" | 10.0.0.1",
                "192.0.2.300 | 10.0.0.1",
                "localhost | 10.0.0.1",
                "3221225991 | 10.0.0.1",
            })
    void isTheLastAddressThatIsNoProxys(String header, String visitor) {
        HttpHeaders headers = new DefaultHttpHeaders().add("X-Forwarded-For", header);
        assertThat(new Visitors(END, PROXIES).of(headers).address()).isEqualTo(visitor);
    }

    @Test
    void severalHeadersAreOneList() {
        HttpHeaders headers =
                new DefaultHttpHeaders()
                        .add("X-Forwarded-For", "6.6.6.6")
                        .add("X-Forwarded-For", "192.0.2.7, 10.1.1.1")
                        .add("X-Forwarded-For", "10.2.2.2");
        assertThat(new Visitors(END, PROXIES).of(headers))
                .isEqualTo(new Peer("192.0.2.7", 443, true));
    }

    @Test
    void nobodyIsBelievedWithoutProxies() {
        HttpHeaders headers = new DefaultHttpHeaders().add("X-Forwarded-For", "192.0.2.7");
        assertThat(new Visitors(END, List.of()).of(headers)).isSameAs(END);
    }
}
