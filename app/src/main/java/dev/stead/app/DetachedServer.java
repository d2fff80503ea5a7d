package dev.stead.app;

import dev.stead.api.ControlClient;
import dev.stead.base.Code;
import dev.stead.base.Rights;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.cli.ServerLauncher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts a server as a process of its own session, with this program's Java and class path, so that
 * no terminal and no command takes it along when it ends.
 */
final class DetachedServer implements ServerLauncher {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PACE = Duration.ofMillis(20);
    private static final int LAST_LINES = 15;

    /**
     * What keeps a server small: one collector thread, a young generation that does not grow and
     * whose survivors have room for a thousand requests under way, small stacks, an old generation
     * that gives back what it does not need. The heap's bound is far above what a system of
     * hundreds of instances needs. Netty does not look for leaked buffers here, which costs a tenth
     * of a request: the tests do. Nobody records its events with the flight recorder, which would
     * be loaded for them. A virtual thread that waits for a disk or the kernel keeps its carrier,
     * so there are more of them than processors.
     */
    private static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xms24m",
                    "-Xmn16m",
                    "-XX:SurvivorRatio=2",
                    "-XX:MinHeapFreeRatio=25",
                    "-XX:MaxHeapFreeRatio=40",
                    "-Xmx192m",
                    "-XX:MaxDirectMemorySize=128m",
                    "-XX:ReservedCodeCacheSize=48m",
                    "-XX:TrimNativeHeapInterval=30000",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Dio.netty.leakDetection.level=disabled",
                    "-Dio.netty.jfr.enabled=false",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    @Override
    public String build() {
        return Version.build();
    }

    @Override
    public void launch(String system, StateFolder folder) {
        Path output = folder.root().resolve("server.out");
        try {
            Rights.makeFolder(folder.root(), StateFolder.MODE);
            Rights.own().demandFolder(folder.root(), StateFolder.MODE);
            Process process = start(system, folder, output);
            await(process, system, folder, output);
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "the server of " + system + " could not be started: " + e.getMessage(),
                    "look at the space and the rights of " + folder.root(),
                    e);
        }
    }

    private Process start(String system, StateFolder folder, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("/bin/sh", "-c", "umask 077; exec setsid \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(FLAGS);
        int carriers = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
        command.add("-Djdk.virtualThreadScheduler.parallelism=" + carriers);
        String cache = System.getProperty("stead.server.cache", "");
        if (Boolean.getBoolean("stead.train")) {
            command.add("-XX:AOTCacheOutput=" + cache);
        } else if (!cache.isEmpty() && Files.exists(Path.of(cache))) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off"));
            // Mapped where it was made for, its pages stay the file's; moved, each would be a copy.
            command.addAll(
                    List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"));
        }
        command.addAll(NativeLibraries.flags(System.getProperty("stead.native", "")));
        command.add("-Dstead.build=" + build());
        command.add("-Dstead.log=" + folder.serverLog());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.addAll(List.of(Main.class.getName(), "server", system));
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder.redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private void await(Process first, String system, StateFolder folder, Path output)
            throws IOException {
        Process process = first;
        ControlClient client = new ControlClient(folder.socket());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (client.build().filter(build()::equals).isPresent()) {
                return;
            }
            if (!process.isAlive() && process.exitValue() == Server.ANOTHER_RUNS) {
                // The one before is still ending, or another command was quicker.
                LockSupport.parkNanos(PACE.toNanos());
                process = start(system, folder, output);
            } else if (!process.isAlive() && process.exitValue() != 0) {
                throw new SteadException(
                        Code.HOST, "the server could not start" + said(output), "");
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
        throw new SteadException(
                Code.EXTERNAL,
                "the server did not answer within " + PATIENCE.toSeconds() + " s" + said(output),
                "look at " + output + " and server.log beside it");
    }

    private static String said(Path output) throws IOException {
        List<String> lines = Files.readString(output).lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return last.isEmpty() ? "" : ":\n  " + String.join("\n  ", last);
    }
}
