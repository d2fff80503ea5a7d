package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.base.StateFolder;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class UserNumbersIT {
    @TempDir Path root;
    private HostPaths paths;

    @BeforeEach
    void makeMachine() throws Exception {
        paths = HostPaths.below(root);
        Files.createDirectories(paths.proc().resolve("77"));
        Files.createDirectories(paths.etc());
        Files.writeString(paths.etc().resolve("passwd"), "root:x:0:0::/:/bin/sh\nodd line\n");
    }

    @Test
    void takesTheLowestNumberThatIsNobodys() throws Exception {
        UserNumbers numbers = of("planning");
        int first = numbers.free(List.of());
        Files.writeString(
                paths.proc().resolve("77/status"),
                "Name:\tx\nUid:\t0\t%d\t0\t0\n".formatted(first));
        Files.writeString(
                paths.etc().resolve("passwd"), "x:x:%d:0::/:/bin/sh\n".formatted(first + 1));
        UserNumbers later = of("planning");
        assertThat(later.free(List.of(first + 2, first + 4))).isEqualTo(first + 3);
        assertThat(later.free(List.of(first + 4))).as("given away once").isEqualTo(first + 5);
        assertThat(UserNumbers.isOurs(first)).isTrue();
        assertThat(UserNumbers.isOurs(1000)).isFalse();
        assertThat(of("planning").free(List.of())).isEqualTo(first + 2);
    }

    @Test
    void systemsWithTheSameFirstChoiceGetDifferentBlocks() throws Exception {
        String mine = "a";
        int i = 0;
        while (wish("b" + i) != wish(mine)) {
            i++;
        }
        String rival = "b" + i;
        int first = of(mine).free(List.of());
        int second = of(rival).free(List.of());
        assertThat(second - first)
                .isIn(UserNumbers.BLOCK, -(UserNumbers.BLOCKS - 1) * UserNumbers.BLOCK);
        assertThat(of(mine).free(List.of())).isEqualTo(first);
        // A system that is no more gives its block back.
        Files.delete(folder(mine));
        Files.delete(folder(rival));
        int j = i + 1;
        while (wish("b" + j) != wish(mine)) {
            j++;
        }
        assertThat(of("b" + j).free(List.of())).isEqualTo(first);
    }

    private int wish(String system) {
        return Math.floorMod(folder(system).toString().hashCode(), UserNumbers.BLOCKS);
    }

    private Path folder(String system) {
        return root.resolve(system);
    }

    private UserNumbers of(String system) throws Exception {
        Files.createDirectories(folder(system));
        return new UserNumbers(new StateFolder(folder(system)), paths);
    }
}
