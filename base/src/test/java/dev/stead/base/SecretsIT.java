package dev.stead.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;

/** A secret is what was written, or is refused and stays as it is. */
class SecretsIT {
    @TempDir Path folder;
    private Secrets secrets;
    private Path file;
    private Path digest;

    @BeforeEach
    void make() {
        secrets = new Secrets(folder.resolve("secrets"), new Random(1));
        file = folder.resolve("secrets/db-password");
        digest = folder.resolve("secrets/.db-password.sha256");
    }

    private void refused(byte[] bytes, String how) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> secrets.findOrGenerate("db-password"))
                .as(how)
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.what()).contains("db-password, " + file);
                            assertThat(e.mend()).contains("stead secret set SYSTEM db-password");
                            if (bytes.length > 12) {
                                assertThat(e.what() + e.mend())
                                        .doesNotContain(
                                                new String(bytes, StandardCharsets.ISO_8859_1));
                            }
                        });
        assertThat(Files.readAllBytes(file)).as(how).isEqualTo(bytes);
    }

    @Test
    void everyFlippedBitAndEveryCutIsNoticed() throws IOException {
        byte[] good = secrets.findOrGenerate("db-password").getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            refused(bad, "bit " + bit);
        }
        for (int length = 1; length < good.length; length++) {
            refused(Arrays.copyOf(good, length), "cut at " + length);
        }
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> secrets.find("db-password")).hasMessageEndingWith("it is empty");
        assertThat(file).isEmptyFile();
    }

    @Test
    void anotherValueIsKnownWhenItIsSet() throws IOException {
        secrets.findOrGenerate("db-password");
        refused("swordfish".getBytes(StandardCharsets.UTF_8), "changed by hand");

        secrets.put("db-password", "swordfish");

        assertThat(secrets.find("db-password")).contains("swordfish");
        assertThat(Files.readAllLines(digest)).hasSize(1);
    }

    /** The three steps of a change, stopped after each of them. */
    @Test
    void aChangeThatIsCutOffLeavesOneOfBothValues() throws IOException {
        secrets.put("db-password", "before");
        byte[] old = Files.readAllBytes(digest);
        SecretDigests digests = new SecretDigests(folder.resolve("secrets"));

        assertThatThrownBy(() ->
                        digests.whileWriting(
                                "db-password",
                                "after",
                                () -> {
                                    throw new IOException("No space left on device");
                                }))
                .isInstanceOf(IOException.class);
        assertThat(secrets.find("db-password")).contains("before");

        Files.writeString(file, "after");
        assertThat(secrets.find("db-password")).contains("after");

        Files.write(digest, old);
        assertThatThrownBy(() -> secrets.find("db-password")).hasMessageContaining("damaged");
    }

    @Test
    void oneOfAnOlderVersionIsTakenAsItIs() throws IOException {
        secrets.put("db-password", "before");
        Files.delete(digest);

        assertThat(secrets.find("db-password")).contains("before");
    }

    @Test
    void oneThatOthersCanReadIsRefusedAndNotChanged() throws IOException {
        secrets.put("db-password", "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> secrets.find("db-password"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.what())
                                    .isEqualTo(file + " has the mode 644, so others can use it");
                            assertThat(e.mend()).endsWith("then: chmod 600 " + file);
                        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void whatElseStandsInItsPlaceIsRefused() throws IOException {
        Files.createDirectories(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> secrets.findOrGenerate("db-password"))
                .hasMessageContaining("cannot be read");
        assertThat(file).isDirectory();
    }
}
