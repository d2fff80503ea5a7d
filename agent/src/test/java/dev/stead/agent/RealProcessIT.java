package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stead.api.Agent.LogLine;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;
import dev.stead.model.Health;
import dev.stead.model.InstanceState;
import dev.stead.model.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The agent with real processes. */
class RealProcessIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path temporary;
    private RealMachine machine;
    private ProcessAgent agent;
    private RealMachine.Server server;

    @BeforeEach
    void begin() throws Exception {
        machine = new RealMachine(temporary);
        server = machine.server();
        agent = server.agent();
    }

    @AfterEach
    void end() throws Exception {
        machine.close();
    }

    @Test
    void bringsBackWhatIsKilledWithinItsBackOffAndLeavesTheOther() throws Exception {
        agent.run(RealMachine.shell("api-1", "exec sleep 1000"));
        agent.run(RealMachine.shell("api-2", "exec sleep 1000"));
        long first = healthy("api-1");
        long other = healthy("api-2");
        machine.changes.clear();
        kill(first);
        InstanceStatus ended = next("api-1");
        assertThat(ended.reason()).hasValue("was ended by signal KILL");
        InstanceStatus again = next("api-1");
        while (again.pid().isEmpty()) {
            again = next("api-1");
        }
        assertThat(Duration.between(ended.since(), again.since())).isLessThan(LONG);
        assertThat(healthy("api-1")).isNotEqualTo(first);
        assertThat(healthy("api-2")).isEqualTo(other);
        assertThat(agent.instance("api-1").orElseThrow().restarts()).isEqualTo(1);
    }

    @Test
    void nextServerAdoptsWhatRunsAndStopsItWhenToldTo() throws Exception {
        agent.run(RealMachine.shell("api-1", "trap '' TERM; sleep 1000 & while :; do wait; done"));
        long pid = healthy("api-1");
        server.kill();
        agent = machine.server().agent();
        assertThat(healthy("api-1")).isEqualTo(pid);
        assertThat(agent.instance("api-1").orElseThrow().restarts()).isZero();
        agent.stop("api-1");
        assertThat(server.driver().find(machine.system)).isEmpty();
        assertThat(machine.folder.run("api-1")).doesNotExist();
    }

    @Test
    void nextServerStartsAgainWhatEndedMeanwhileAndEndsOrphans() throws Exception {
        agent.run(RealMachine.shell("api-1", "exec sleep 1000"));
        long pid = healthy("api-1");
        Handle orphan = server.driver().start(orphan());
        server.kill();
        kill(pid);
        agent = machine.server().agent();
        assertThat(server.driver().recover(orphan)).isEmpty();
        assertThat(healthy("api-1")).isNotEqualTo(pid);
        assertThat(server.driver().find(machine.system)).hasSize(1);
    }

    @Test
    void boundsTheLogOfAFastWriter() throws Exception {
        agent.run(
                RealMachine.spec(
                        "api-1",
                        List.of(
                                "perl",
                                "-e",
                                "my $b = ('x' x 79 . \"\\n\") x 13000; my $i = 0;"
                                        + " while (1) { syswrite STDOUT, $b;"
                                        + " select undef, undef, undef, 0.01 }"),
                        Health.of(new Health.Alive()),
                        Map.of()));
        Path log = machine.folder.log("api-1");
        // Three seconds' worth may be there before the bound is seen to hold.
        await().atMost(LONG).until(() -> Files.size(log) > 200_000_000L);
        agent.stop("api-1");
        assertThat(blocks(log)).isLessThan(Files.size(log) / 2 + RealMachine.LOG_LIMIT);
        assertThat(agent.lastLines("api-1", 3)).first().asString().matches("x{79}");
    }

    @Test
    void showsHostileOutputHarmless() throws Exception {
        agent.run(
                RealMachine.shell(
                        "api-1",
                        "printf '\\033[2J\\377\\001ok\\n'; head -c 500000 /dev/zero | tr '\\0' y;"
                                + " printf '\\nlast\\n'; exec sleep 1000"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(agent.lastLines("api-1", 2)).contains("last"));
        List<String> lines = agent.lastLines("api-1", 100);
        assertThat(lines.contains("\\x1b[2J\uFFFD\\x01ok")).isTrue();
        assertThat(lines.stream().allMatch(line -> line.length() < 17_000)).isTrue();
    }

    @Test
    void followsWhatIsWritten() throws Exception {
        agent.run(
                RealMachine.shell(
                        "api-1", "i=0; while :; do i=$((i+1)); echo line $i; sleep 0.05; done"));
        BlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();
        Thread follower =
                Thread.ofVirtual()
                        .start(() -> agent.readLogs(List.of("api-1"), 0, true, lines::add));
        LogLine one = lines.poll(20, TimeUnit.SECONDS);
        LogLine two = lines.poll(20, TimeUnit.SECONDS);
        follower.interrupt();
        assertThat(follower.join(LONG)).isTrue();
        assertThat(one).isNotNull();
        assertThat(two).isNotNull();
        assertThat(two.component()).isEqualTo("api");
    }

    @Test
    void saysWhichSetUpCommandFailedAndHow() {
        agent.run(
                RealMachine.spec(
                        "api-1",
                        List.of("sleep", "1000"),
                        Health.of(new Health.Alive()),
                        Map.of(),
                        Map.of(),
                        List.of(List.of("sh", "-c", "echo no disk >&2; exit 3"))));
        assertThat(agent.instance("api-1").orElseThrow().reason().orElse(""))
                .isEqualTo("its set-up command sh ended by itself with exit status 3: no disk");
        agent.stop("api-1");
        assertThat(agent.instances()).isEmpty();
    }

    @Test
    void saysWhichProgramIsMissing() {
        assertThatThrownBy(() ->
                        agent.run(
                                RealMachine.spec(
                                        "api-1",
                                        List.of("no-such-program"),
                                        Health.of(new Health.Alive()),
                                        Map.of())))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.HOST);
                            assertThat(e.what()).contains("no-such-program");
                        });
        assertThat(agent.instances()).isEmpty();
    }

    @Test
    void keepsSecretsOutOfProcessListsAndGivesFilesToTheComponentAlone() throws Exception {
        machine.secrets.put("key", "s3cret-value");
        agent.run(
                RealMachine.spec(
                        "api-1",
                        List.of("sh", "-c", "cat \"${FILES}/a.conf\"; exec sleep 1000"),
                        Health.of(new Health.Alive()),
                        Map.of("KEY", "${secret:key}"),
                        Map.of("a.conf", "dir ${DATA} key ${secret:key}\n"),
                        List.of()));
        long pid = healthy("api-1");
        assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline"))).doesNotContain("s3cret");
        assertThat(Files.readString(Path.of("/proc/" + pid + "/environ")))
                .contains("KEY=s3cret-value");
        Path file = machine.folder.run("api-1").resolve("files/a.conf");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(agent.lastLines("api-1", 9))
                .contains("dir " + machine.folder.data("api") + " key s3cret-value");
        Optional<String> user = machine.host.userOf("api");
        if (user.isEmpty()) {
            System.out.println("not root: RealProcessIT cannot test users");
            return;
        }
        assertThat(Files.getOwner(file).getName()).isEqualTo(user.get());
        assertThat(Files.getOwner(machine.folder.run("api-1")).getName()).isEqualTo("root");
        assertThat(Files.getOwner(Path.of("/proc/" + pid)).getName()).isEqualTo(user.get());
    }

    @Test
    void asksAHealthCommandAsTheComponent() throws Exception {
        Health health =
                new Health(
                        new Health.Command(List.of("sh", "-c", "cat ready || { id -un; exit 1; }")),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(10),
                        2,
                        LONG);
        agent.run(RealMachine.spec("api-1", List.of("sleep", "1000"), health, Map.of()));
        String user = machine.host.userOf("api").orElse(System.getProperty("user.name"));
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(agent.instance("api-1").orElseThrow().reason())
                                .hasValue(
                                        "the health command ended by itself with exit"
                                                + " status 1: "
                                                + user));
        Path ready = Files.writeString(machine.folder.data("api").resolve("ready"), "yes\n");
        Files.setPosixFilePermissions(ready, PosixFilePermissions.fromString("rw-r--r--"));
        healthy("api-1");
        Files.delete(ready);
        await().atMost(LONG)
                .until(() ->
                        agent.instance("api-1").orElseThrow().state() == InstanceState.UNHEALTHY);
        assertThat(server.driver().find(machine.system)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void measuresMemoryAndCpu() throws Exception {
        agent.run(RealMachine.shell("api-1", "while :; do :; done"));
        healthy("api-1");
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    InstanceStatus status = agent.measured().getFirst();
                    assertThat(agent.measured("api-1")).isNotEmpty();
                    assertThat(status.memory()).isGreaterThan(100_000);
                    assertThat(status.cpu()).isBetween(0.05, 1.5);
                });
        // A list that is made for each change of a route looks at no process.
        assertThat(agent.instances()).allMatch(i -> i.memory() == 0 && i.cpu() == 0);
    }

    private long healthy(String id) {
        InstanceStatus status = agent.awaitSettled(id, LONG);
        assertThat(status.state()).as("%s", status).isEqualTo(InstanceState.HEALTHY);
        return status.pid().orElseThrow();
    }

    private InstanceStatus next(String id) throws InterruptedException {
        InstanceStatus status = machine.changes.poll(30, TimeUnit.SECONDS);
        while (status != null && !status.id().equals(id)) {
            status = machine.changes.poll(30, TimeUnit.SECONDS);
        }
        if (status == null) {
            throw new AssertionError("no change of " + id + " came");
        }
        return status;
    }

    private Launch orphan() {
        return new Launch(
                machine.system,
                "api-9",
                RealMachine.id(),
                List.of("sleep", "1000"),
                machine.folder.data("api"),
                new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                machine.folder.log("api-9"),
                machine.host.userOf("api"),
                Limits.NONE);
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static long blocks(Path file) throws Exception {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(text.split("\\s", 2)[0]) * 1024;
    }
}
