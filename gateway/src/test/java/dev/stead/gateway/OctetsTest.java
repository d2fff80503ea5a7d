package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

final class OctetsTest {
    @Test
    void findsAByteWhereverItIs() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                // Neighbours of the wanted byte, of zero and of the highest bit.
                bytes[i] = (byte) (random.nextBoolean() ? 9 + random.nextInt(3) : random.nextInt());
            }
            int begin = random.nextInt(bytes.length + 1);
            int end = begin + random.nextInt(bytes.length - begin + 1);
            int wanted = random.nextInt(4) == 0 ? 0 : '\n';
            int expected = begin;
            while (expected < end && bytes[expected] != wanted) {
                expected++;
            }
            assertThat(Octets.indexOf(bytes, begin, end, wanted)).isEqualTo(expected);
        }
    }
}
