package dev.stead.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A record that the disk changed names no process, above all no other one. */
class LaunchRecordsIT {
    private static final String ONCE =
            "planning\ndb-1\n3f1c-boot\n4711 (stead-start) S 1 4711 4711 0 -1 4194560 93 0 0 0 0 0"
                    + " 0 0 20 0 1 0 98765 2654208 220 18446744073709551615 1 1 0 0 0 0 0\n";
    private static final Handle HANDLE = new Handle("launch", "db-1", 4711, 98765, "3f1c-boot");

    @TempDir Path folder;
    private LaunchRecords records;

    @BeforeEach
    void make() {
        records = new LaunchRecords(folder);
    }

    private void write(byte[] bytes) throws IOException {
        Files.write(folder.resolve("launch"), bytes);
    }

    private void namesNothingElse(byte[] bytes, String how) throws IOException {
        write(bytes);
        assertThat(records.read("launch").map(LaunchRecords.Entry::handle))
                .as(how)
                .satisfiesAnyOf(
                        found -> assertThat(found).isEmpty(),
                        found -> assertThat(found).contains(HANDLE));
        LaunchRecords.Everything all = records.all();
        assertThat(all.entries().size() + all.broken().size() + all.empty().size())
                .as(how)
                .isEqualTo(1);
    }

    @Test
    void isReadAsItWasWrittenOnceOrTwice() throws IOException {
        for (String text : new String[] {ONCE, ONCE + ONCE}) {
            write(text.getBytes(StandardCharsets.UTF_8));
            assertThat(records.read("launch"))
                    .contains(new LaunchRecords.Entry("planning", HANDLE));
        }
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        byte[] good = (ONCE + ONCE).getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            namesNothingElse(bad, "bit " + bit);
            assertThat(records.all().broken()).as("bit " + bit).containsExactly("launch");
        }
    }

    @Test
    void everyCutIsNoticedOrChangesNothing() throws IOException {
        byte[] good = (ONCE + ONCE).getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < good.length; length++) {
            namesNothingElse(Arrays.copyOf(good, length), "cut at " + length);
        }
    }

    @Test
    void whatCannotBeReadIsTold() throws IOException {
        Files.createDirectory(folder.resolve("launch"));

        assertThat(records.all().broken()).containsExactly("launch");
        assertThat(records.read("launch")).isEmpty();
        assertThat(records.unusable("launch").what()).contains(folder.resolve("launch").toString());
    }
}
