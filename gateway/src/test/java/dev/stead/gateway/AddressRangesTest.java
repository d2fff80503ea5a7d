package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.AddressRules;
import dev.stead.model.Cidr;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

final class AddressRangesTest {
    @Test
    void agreesWithEachRangeAskedAlone() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<Cidr> ranges = new ArrayList<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                ranges.add(range(random));
            }
            AddressRanges all = new AddressRanges(ranges);
            for (int i = 0; i < 50; i++) {
                byte[] address = address(random);
                assertThat(all.contains(AddressKey.asWritten(address)))
                        .as("%s in %s", InetAddress.getByAddress(address), ranges)
                        .isEqualTo(ranges.stream().anyMatch(it -> it.contains(address)));
            }
        }
    }

    /** Few distinct bytes, so that ranges overlap and touch. */
    private static byte[] address(Random random) {
        byte[] address = new byte[random.nextBoolean() ? 4 : 16];
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) (random.nextInt(4) * 85);
        }
        return address;
    }

    private static Cidr range(Random random) throws UnknownHostException {
        byte[] address = address(random);
        int bits = random.nextInt(address.length * 8 + 1);
        for (int bit = bits; bit < address.length * 8; bit++) {
            address[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        String text = InetAddress.getByAddress(address).getHostAddress();
        return Cidr.parse(text + "/" + bits).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "10.1.9.9, false",
        "11.0.0.1, false",
        "::ffff:10.1.2.3, true",
        "2001:db8::7, true",
        "2001:db8::7%eth0, true",
        "2001:db9::7, false",
        "unknown, false",
    })
    void deniesBeforeItAllows(String address, boolean admitted) {
        AddressFilter filter =
                new AddressFilter(
                        new AddressRules(
                                List.of(cidr("10.0.0.0/8"), cidr("2001:db8::/32")),
                                List.of(cidr("10.1.9.0/24"))));
        assertThat(filter.admits(AddressKey.of(address))).isEqualTo(admitted);
    }

    @Test
    void countsTheFirstHalfOfAnIpv6AddressAsOneVisitor() {
        assertThat(AddressKey.of("2001:db8:0:1::1").visitor())
                .isEqualTo(AddressKey.of("2001:db8:0:1:ffff::9").visitor())
                .isNotEqualTo(AddressKey.of("2001:db8:0:2::1").visitor());
        assertThat(AddressKey.of("10.0.0.1").visitor())
                .isNotEqualTo(AddressKey.of("10.0.0.2").visitor());
    }

    @ParameterizedTest
    @CsvSource({"1.2.3", "1.2.3.4.5", "256.1.1.1", "1..2.3", "''", "1.2.3.x", "1.2.3."})
    void takesNothingElseForAnAddress(String text) {
        assertThat(AddressKey.of(text)).isEqualTo(AddressKey.NONE);
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }
}
