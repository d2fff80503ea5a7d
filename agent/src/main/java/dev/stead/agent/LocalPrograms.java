package dev.stead.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Programs in a session and group of their own, so that all of one can be ended together. */
final class LocalPrograms implements Programs {
    private static final int CHUNK = 8 * 1024;
    private static final int KILL = 9;
    private static final int LOOK_MILLIS = 100;

    /** How long a program that was killed may take to end. */
    private static final long END_MILLIS = 5000;

    private static final MethodHandle KILL_CALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT));

    /** Whether this machine has a program of this name. */
    static boolean exists(String name) {
        return Pattern.compile(":")
                .splitAsStream(Prepared.PATH)
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    @Override
    public int run(
            List<String> command, Map<String, String> env, Path folder, Consumer<String> output)
            throws IOException, InterruptedException {
        Process process = builder(command, env, folder).start();
        process.getOutputStream().close();
        Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
        try {
            int status = process.waitFor();
            endWhatIsLeft(process);
            reader.join();
            return status;
        } catch (InterruptedException e) {
            endGroup(process);
            boolean ended = process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
            throw ended ? e : new InterruptedException(command.getFirst() + " does not end");
        }
    }

    /** Its output goes to a file, so that it has no pipe that could break. */
    @Override
    public int runToItsEnd(List<String> command, Map<String, String> env, Consumer<String> output)
            throws IOException {
        Path file = Files.createTempFile("stead-", ".log");
        try {
            Process process =
                    builder(command, env, Path.of("/")).redirectOutput(file.toFile()).start();
            process.getOutputStream().close();
            LogTail tail = new LogTail(new LogFile(file, Holes.NONE, Long.MAX_VALUE), output);
            boolean interrupted = follow(process, tail);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return process.exitValue();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static boolean follow(Process process, LogTail tail) throws IOException {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                boolean over = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                tail.readNew();
                ended = over;
            } catch (InterruptedException | ClosedByInterruptException e) {
                interrupted = true;
                boolean _ = Thread.interrupted();
            }
        }
        return interrupted;
    }

    private static ProcessBuilder builder(
            List<String> command, Map<String, String> env, Path folder) {
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(env);
        builder.directory(folder.toFile());
        builder.redirectErrorStream(true);
        return builder;
    }

    private static void read(InputStream in, Consumer<String> output) {
        LineCutter cutter = new LineCutter(output);
        byte[] chunk = new byte[CHUNK];
        try (in) {
            int count = in.read(chunk);
            while (count >= 0) {
                cutter.add(chunk, count);
                count = in.read(chunk);
            }
        } catch (IOException e) {
            // The program was ended; what it had written is there.
            cutter.add(new byte[0], 0);
        }
        cutter.finish();
    }

    /**
     * Ends what a program left in the background. While any of its group lives, its number is given
     * to no other process; so when there is a process of that number, the group is empty.
     */
    private static void endWhatIsLeft(Process process) {
        if (!Files.exists(Path.of("/proc", String.valueOf(process.pid())))) {
            endGroup(process);
        }
    }

    private static void endGroup(Process process) {
        try {
            int _ = (int) KILL_CALL.invokeExact((int) -process.pid(), KILL);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
