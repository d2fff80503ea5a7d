package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What clients trust is the authority that was made, or the gateway says what is wrong with it. */
final class CertificateDamageIT {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
    private static final int SAMPLE = 25;

    @TempDir Path folder;
    private final Random random = new Random(2);

    private Credentials obtain() {
        return new Certificates(CLOCK)
                .obtain(new LocalAuthority(folder, List.of("planning.localhost")));
    }

    @Test
    void aDamagedFileIsNoticedOrHarmless() throws Exception {
        Credentials made = obtain();
        boolean full = System.getProperty("stead.counts", "small").equals("full");
        int refused = 0;
        for (String name : List.of("ca.pem", "ca-key.pem", "cert.pem", "key.pem")) {
            Path file = folder.resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at += full ? 1 : good.length / SAMPLE) {
                byte[] bad = random.nextBoolean() ? Arrays.copyOf(good, at) : good.clone();
                if (bad.length == good.length) {
                    bad[at] ^= (byte) (1 << random.nextInt(8));
                }
                refused += holds(file, bad, made) ? 0 : 1;
                Files.write(file, good);
            }
        }
        assertThat(refused).isPositive();
    }

    /** Whether what is obtained is good; what is refused must be as it was. */
    private boolean holds(Path file, byte[] bad, Credentials made) throws Exception {
        byte[] key = Files.readAllBytes(folder.resolve("key.pem"));
        byte[] certificate = Files.readAllBytes(folder.resolve("cert.pem"));
        Files.write(file, bad);
        try {
            Credentials obtained = obtain();
            assertThat(obtained.chain().getLast()).isEqualTo(made.chain().getLast());
            obtained.leaf().verify(made.chain().getLast().getPublicKey());
            assertThat(obtained.belongTogether()).isTrue();
            Files.write(folder.resolve("key.pem"), key);
            Files.write(folder.resolve("cert.pem"), certificate);
            return true;
        } catch (SteadException e) {
            assertThat(e.what()).contains(folder.toString());
            assertThat(e.mend()).isNotEmpty();
            assertThat(Files.readAllBytes(file)).isEqualTo(bad);
            return false;
        }
    }
}
