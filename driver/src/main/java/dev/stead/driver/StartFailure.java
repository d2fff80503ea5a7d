package dev.stead.driver;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Says in words why a process never became its program. */
final class StartFailure {
    private static final int READ = 4096;
    private static final int SHOWN = 300;

    private static final int TOO_BIG = 7;
    private static final int AGAIN = 11;
    private static final int NO_MEMORY = 12;

    private final Launch launch;
    private final long outputBefore;

    /**
     * @param outputBefore bytes in the output file before the start
     */
    StartFailure(Launch launch, long outputBefore) {
        this.launch = launch;
        this.outputBefore = outputBefore;
    }

    /**
     * @param name that the process bore at its end
     * @param status its exit status
     */
    DriverException explain(String name, int status) {
        String who =
                launch.enclosed()
                        .map(e -> "user " + e.uid())
                        .or(() -> launch.user().map(u -> "user " + u))
                        .orElse("this user");
        String program = launch.command().getFirst();
        String detail = detail();
        if (name.equals(Wrapper.SETPRIV)) {
            return new DriverException(
                    "%s cannot be run as %s: %s".formatted(launch.instance(), who, detail),
                    "let Stead run as root with all its capabilities");
        }
        if (name.equals(Wrapper.UNSHARE)) {
            return new DriverException(
                    "%s cannot have a view of its own: %s".formatted(launch.instance(), detail),
                    "let Stead run as root with all its capabilities");
        }
        return switch (status) {
            case Wrapper.CANNOT_MOUNT ->
                    new DriverException(
                            "%s cannot have a /tmp and a /proc of its own: %s"
                                    .formatted(launch.instance(), detail),
                            "look whether the host has memory left and lets root mount");
            case Wrapper.CANNOT_ENTER ->
                    new DriverException(
                            "%s cannot enter the folder %s of %s"
                                    .formatted(who, launch.folder(), launch.instance()),
                            "let it read and enter this folder and enter those above");
            case Wrapper.CANNOT_JOIN ->
                    new DriverException(
                            "%s cannot be put into its cgroup: %s"
                                    .formatted(launch.instance(), detail),
                            "look whether another program manages the cgroups of this host");
            case 126 ->
                    new DriverException(
                            "%s may not be executed by %s: %s".formatted(program, who, detail),
                            "let it read and execute the program and enter the folders above");
            case 127 ->
                    new DriverException(
                            "%s cannot be found by %s, or names an interpreter that is not there: %s"
                                    .formatted(program, who, detail),
                            "look at the first line of the program and at the folders above it");
            case 128 + 9 ->
                    new DriverException(
                            "%s was killed while it started".formatted(launch.instance()),
                            "look whether its memory limit is too small");
            default ->
                    new DriverException(
                            "%s cannot be started (exit status %d): %s"
                                    .formatted(program, status, detail),
                            "look at the output of " + launch.instance());
        };
    }

    /**
     * @param errno why there is not even a process
     */
    DriverException explainSpawn(int errno) {
        return switch (errno) {
            case TOO_BIG ->
                    new DriverException(
                            "the command and environment of %s are too long"
                                    .formatted(launch.instance()),
                            "put long values into files");
            case AGAIN, NO_MEMORY ->
                    new DriverException(
                            "the host has no process or memory left for " + launch.instance(),
                            "end something else, or raise the limits of Stead's user");
            default ->
                    new DriverException(
                            "%s cannot be started: error %d".formatted(launch.instance(), errno),
                            "look whether /bin/sh works");
        };
    }

    // The last line of what the stages before the program wrote; none of them shows a secret.
    private String detail() {
        Path output = launch.output();
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
            file.seek(Math.max(outputBefore, file.length() - READ));
            byte[] bytes = new byte[(int) Math.max(0, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .toList();
            if (lines.isEmpty()) {
                return "it says nothing";
            }
            String line =
                    lines.getLast()
                            .replaceFirst("^" + Wrapper.NAME + ": (\\d+: )?", "")
                            .replaceAll("\\p{Cntrl}", " ");
            return line.substring(0, Math.min(SHOWN, line.length()));
        } catch (IOException e) {
            return "its output cannot be read";
        }
    }
}
