package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.driver.Driver.Found;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Whatever a program does to escape, none of it is left; with cgroups, and without. */
class ProcessEndingIT extends RealDriver {
    @Test
    void endsChildrenThatBecameDaemons() throws Exception {
        Launch launch =
                launch("sh", "-c", "setsid sh -c 'setsid sleep 1000 & echo $!'; exec sleep 1000");
        Handle handle = driver().start(launch);
        awaitOutput(launch, "\n");
        long daemon = Long.parseLong(output(launch).trim());
        assertThat(alive(daemon)).isTrue();
        driver().destroy(handle, SOON);
        assertThat(alive(handle.pid())).isFalse();
        assertThat(alive(daemon)).isFalse();
    }

    @Test
    void endsWhatOutlivedTheMainProcess() throws Exception {
        Launch launch = launch("sh", "-c", "trap '' TERM; sleep 1000 & echo $!");
        Handle handle = driver().start(launch);
        exit(handle);
        long child = Long.parseLong(output(launch).trim());
        assertThat(driver().recover(handle)).isEmpty();
        List<Found> found = driver().find(system);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().handle().pid()).isEqualTo(child);
        assertThat(found.getFirst().launch()).isEqualTo(launch.launch());
        driver().destroy(handle, SOON);
        assertThat(alive(child)).isFalse();
        assertThat(driver().find(system)).isEmpty();
    }

    @Test
    void findsWhatWroteOverItsEnvironment() throws Exception {
        Handle handle = start("env", "-i", "/bin/sleep", "1000");
        restartServer();
        assertThat(driver().find(system)).extracting(Found::handle).containsExactly(handle);
    }

    @Test
    void endsAProgramThatForksWithoutEnd() throws Exception {
        assume(
                driver().missingIsolation().isEmpty(),
                "the end of a program that forks faster than it can be looked for",
                String.join("; ", driver().missingIsolation()));
        Launch launch =
                launch(
                        "sh",
                        "-c",
                        "f() { [ $1 -gt 300 ] || { (f $(($1+1))) & }; }; echo ok; i=0;"
                                + " while [ $i -lt 5 ]; do f 0; i=$((i+1)); done; exec sleep 1000");
        Handle handle = driver().start(launch);
        awaitOutput(launch, "ok");
        driver().destroy(handle, SOON);
        assertThat(driver().find(system)).isEmpty();
    }

    @Test
    void endsAStoppedProgram() throws Exception {
        Handle handle = start("sleep", "1000");
        driver().signal(handle, "STOP");
        driver().destroy(handle, SOON);
        assertThat(alive(handle.pid())).isFalse();
    }

    @Test
    void neverTouchesAnotherLaunch() throws Exception {
        Handle first = start("sh", "-c", "sleep 1000 & exec sleep 1000");
        Handle second = start("sleep", "1000");
        driver().destroy(first, SOON);
        assertThat(alive(second.pid())).isTrue();
        Handle reused =
                new Handle(
                        first.launch(),
                        first.instance(),
                        second.pid(),
                        first.startTime() - 1,
                        first.boot());
        driver().destroy(reused, SOON);
        assertThat(alive(second.pid())).isTrue();
    }
}
