package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Random;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "192.0.2.6/31, 192.0.2.7, true",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 10.0.0.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
    })
    void containsTheAddressesOfItsRange(String range, String address, boolean contains) {
        assertThat(Cidr.parse(range).orElseThrow().contains(bytes(address))).isEqualTo(contains);
    }

    @Test
    void anIpv4AddressInsideAnIpv6OneIsThatIpv4Address() {
        byte[] mapped = Arrays.copyOf(new byte[10], 16);
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(bytes("10.1.2.3"), 0, mapped, 12, 4);
        assertThat(Cidr.parse("10.0.0.0/8").orElseThrow().contains(mapped)).isTrue();
        assertThat(Cidr.parse("::/0").orElseThrow().contains(mapped)).isFalse();
        assertThat(Cidr.parse("::ffff:10.1.2.3")).isEqualTo(Cidr.parse("10.1.2.3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08x",
                "10.0.0.0/8/8",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "0x0a.0.0.1",
                "10",
                "localhost",
                "::1/129",
                ":::",
                "fe80::1%eth0",
                "[::1]",
                "1:2:3:4:5:6:7:8:9",
                "10.0.0.1/8",
                "2001:db8::1/32",
                " 10.0.0.1",
            })
    void refusesWhatIsNoRange(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, 10.0.0.0/8",
        "192.0.2.7/32, 192.0.2.7",
        "2001:DB8::1/32, 2001:db8::/32",
        "::1, ::1",
        "::/0, ::/0",
        "2001:db8:0:0:1::, 2001:db8::1:0:0:0",
    })
    void isWrittenShort(String text, String shown) {
        assertThat(Cidr.around(text).orElseThrow()).hasToString(shown);
        assertThat(Cidr.parse(shown)).isEqualTo(Cidr.around(text));
    }

    /** Against whole numbers. */
    @Test
    void agreesWithArithmetic() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] one = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(one);
            one[0] = 0x20;
            byte[] other = one.clone();
            int most = one.length * 8;
            int flipped = random.nextInt(most);
            other[flipped / 8] ^= (byte) (0x80 >> (flipped % 8));
            int bits = random.nextInt(most + 1);
            Cidr range = Cidr.around(text(one) + "/" + bits).orElseThrow();
            boolean same =
                    new BigInteger(1, one)
                            .shiftRight(most - bits)
                            .equals(new BigInteger(1, other).shiftRight(most - bits));
            assertThat(range.contains(other)).as(range + " " + text(other)).isEqualTo(same);
            assertThat(range.contains(one)).isTrue();
        }
    }

    private static byte[] bytes(String text) {
        return InetAddress.ofLiteral(text).getAddress();
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
