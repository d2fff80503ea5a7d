package dev.stead.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a program of this machine to its end. Thread-safe. */
interface Programs {
    /** Of a machine without programs. */
    Programs NONE =
            new Programs() {
                @Override
                public int run(
                        List<String> command,
                        Map<String, String> env,
                        Path folder,
                        Consumer<String> output)
                        throws IOException {
                    throw new IOException("there is no program " + command.getFirst());
                }

                @Override
                public int runToItsEnd(
                        List<String> command, Map<String, String> env, Consumer<String> output)
                        throws IOException {
                    throw new IOException("there is no program " + command.getFirst());
                }
            };

    /**
     * @param env the whole environment
     * @param output gets each line of standard output and error, harmless
     * @return the exit status, 128 + signal when a signal ended it
     * @throws InterruptedException when this thread was interrupted; then the program and its group
     *     have been ended
     */
    int run(List<String> command, Map<String, String> env, Path folder, Consumer<String> output)
            throws IOException, InterruptedException;

    /**
     * The same for a program that must not be ended in the middle: it goes on when this server is
     * killed, and an interrupt does not end it.
     */
    int runToItsEnd(List<String> command, Map<String, String> env, Consumer<String> output)
            throws IOException;

    /** Runs a program and keeps what it wrote. */
    default Outcome collect(List<String> command, Map<String, String> env)
            throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        int status = run(command, env, Path.of("/"), lines::add);
        return new Outcome(status, lines);
    }

    /** How a program ended and what it wrote. */
    record Outcome(int status, List<String> lines) {
        boolean ok() {
            return status == 0;
        }
    }
}
