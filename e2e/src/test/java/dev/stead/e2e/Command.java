package dev.stead.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program and takes what it says. */
final class Command {
    private static final long PATIENCE_SECONDS = 240;

    private Command() {}

    /** How a program ended and what it said. */
    record Result(int status, String out, String err) {
        /** Everything it said. */
        String all() {
            return out + err;
        }
    }

    /** Runs a program to its end, without input. */
    static Result run(Path folder, Map<String, String> env, List<String> words) {
        return run(folder, env, words, "");
    }

    /** Runs a program to its end; the input is all that it can read. */
    static Result run(Path folder, Map<String, String> env, List<String> words, String input) {
        try {
            Path in = Files.createTempFile("stead-e2e", ".in");
            Path out = Files.createTempFile("stead-e2e", ".out");
            Path err = Files.createTempFile("stead-e2e", ".err");
            try {
                Files.writeString(in, input);
                Process process = start(folder, env, words, in, out, err);
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            words + " did not end; it said: " + text(out) + text(err));
                }
                return new Result(process.exitValue(), text(out), text(err));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new AssertionError(words + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(words + " was interrupted", e);
        }
    }

    /** Starts a program without input, what it says in files. */
    static Process start(
            Path folder, Map<String, String> env, List<String> words, Path out, Path err)
            throws IOException {
        return start(folder, env, words, Path.of("/dev/null"), out, err);
    }

    private static Process start(
            Path folder, Map<String, String> env, List<String> words, Path in, Path out, Path err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().putAll(env);
        return builder.redirectInput(in.toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
                .start();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
