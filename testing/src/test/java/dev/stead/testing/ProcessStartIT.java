package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

class ProcessStartIT extends RealDriver {
    @Test
    void givesTheEnvironmentAndNothingElse() throws Exception {
        Map<String, String> env =
                Map.of(
                        "PATH", "/usr/bin:/bin",
                        "IFS", ":",
                        "stat", "1",
                        "PWD", "/of/the/launch",
                        "QUOTED", "a 'b' \"c\" $HOME `id` \\",
                        "LINES", "one\ntwo",
                        "WORD", "åß",
                        "EMPTY", "");
        Launch launch = Launches.withEnv(launch("env", "-0"), env);
        Map<String, String> expected = new java.util.TreeMap<>(env);
        expected.put("STEAD_SYSTEM", system);
        expected.put("STEAD_INSTANCE", launch.instance());
        expected.put("STEAD_LAUNCH", launch.launch());
        assertThat(outputOf(launch).split("\0", -1))
                .filteredOn(line -> !line.isEmpty())
                .containsExactlyInAnyOrderElementsOf(
                        expected.entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .toList());
    }

    @Test
    void givesNoEnvironmentWhenThereIsNone() throws Exception {
        assertThat(outputOf(Launches.withEnv(launch("/usr/bin/env"), Map.of())).lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("STEAD_"));
    }

    @Test
    void givesTheWordsAsTheyAre() throws Exception {
        Launch launch = launch("printf", "<%s>", "a b", "", "$X `id` \"q\" 'q' *", "--", "ü\n;");
        assertThat(outputOf(launch)).isEqualTo("<a b><><$X `id` \"q\" 'q' *><--><ü\n;>");
    }

    @Test
    void keepsTheComponentsLibrariesFromTheStagesBefore() throws Exception {
        Launch launch =
                Launches.withEnv(launch("/bin/true"), Map.of("LD_PRELOAD", "/no/such/library.so"));
        assertThat(outputOf(launch).lines()).hasSize(1).first().asString().contains("preload");
    }

    @Test
    void givesThreeDescriptorsAndEmptyInput() throws Exception {
        Launch launch = launch("sh", "-c", "ls /proc/$$/fd; cat; umask; pwd");
        assertThat(outputOf(launch).lines())
                .containsExactly("0", "1", "2", "0077", folder.toString());
    }

    @Test
    void leadsASessionOfItsOwnWithoutNewPrivileges() throws Exception {
        Handle handle = start("sleep", "1000");
        String[] stat = read(PROC.resolve(handle.pid() + "/stat")).split(" ", -1);
        assertThat(List.of(stat[4], stat[5])).containsOnly(Long.toString(handle.pid()));
        assertThat(status(handle.pid(), "NoNewPrivs")).isEqualTo("1");
        // The C library keeps signals 32 and 33 for itself.
        assertThat(status(handle.pid(), "SigIgn")).matches("0+(180000000)?");
        assertThat(status(handle.pid(), "SigBlk")).matches("0+");
    }

    @Test
    void makesTheOutputForItsOwnerAlone() throws Exception {
        Launch launch = launch("true");
        outputOf(launch);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(launch.output())))
                .isEqualTo("rw-------");
    }

    @Test
    void tellsAProgramThatEndsAtOnceFromOneThatCannotStart() throws Exception {
        for (int status : new int[] {0, 1, 124, 125, 126, 127, 255}) {
            Handle handle = start("sh", "-c", "exit " + status);
            assertThat(exit(handle)).isEqualTo(new Exit(OptionalInt.of(status), false));
        }
    }

    @Test
    void runsAScriptWithoutFirstLineAsTheShellDoes() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "echo \"ran $1\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(outputOf(launch("./script", "well"))).isEqualTo("ran well\n");
    }

    @RepeatedTest(30)
    void waitsForTheProgramToReplaceTheWrapper() throws Exception {
        Launch launch = launch("sleep", "1000");
        Handle handle = driver().start(launch);
        assertThat(read(PROC.resolve(handle.pid() + "/cmdline"))).isEqualTo("sleep\0001000\0");
    }
}
