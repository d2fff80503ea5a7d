package dev.stead.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.base.SteadException;
import dev.stead.control.state.Damage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Random;

/** The key of identity tokens is the one that components know, or none. */
final class IdentityKeyDamageIT {
    @TempDir Path folder;

    @Test
    void aDamagedKeyIsRefusedOrIsTheSame() throws Exception {
        Path file = folder.resolve("sign-in-key.json");
        String keys = tokens(file).publicKeys();
        byte[] good = Files.readAllBytes(file);
        int refused = 0;
        for (Damage damage : Damage.of(good.length, new Random(9))) {
            byte[] bad = damage.to(good);
            Files.write(file, bad);
            try {
                assertThat(tokens(file).publicKeys()).as(damage.toString()).isEqualTo(keys);
            } catch (SteadException e) {
                refused++;
                assertThat(e.what()).contains(file.toString());
                assertThat(e.mend()).contains("backup");
            }
            assertThat(Files.readAllBytes(file)).as(damage.toString()).isEqualTo(bad);
        }
        assertThat(refused).isPositive();
    }

    private static IdentityTokens tokens(Path file) {
        return new IdentityTokens(file, InstantSource.system(), new SecureRandom());
    }
}
