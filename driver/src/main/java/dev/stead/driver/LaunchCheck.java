package dev.stead.driver;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What can be known to be wrong with a launch before anything is started. What only the component's
 * user would find, such as a folder above that it may not enter, shows when it starts.
 */
final class LaunchCheck {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private LaunchCheck() {}

    static void check(Launch launch) throws DriverException {
        for (String id : List.of(launch.system(), launch.instance(), launch.launch())) {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("not an id: " + id);
            }
        }
        if (launch.command().isEmpty()) {
            throw new DriverException(launch.instance() + " has no command", "give it one");
        }
        checkText(launch);
        if (!Files.isDirectory(launch.folder())) {
            throw new DriverException(
                    "the folder %s of %s does not exist"
                            .formatted(launch.folder(), launch.instance()),
                    "create it, or name another");
        }
        checkProgram(launch);
    }

    /** Makes the output file, readable by this process's user alone. */
    static void makeOutput(Path output) throws DriverException {
        try {
            Files.createFile(
                    output,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            if (!Files.isRegularFile(output, LinkOption.NOFOLLOW_LINKS)) {
                throw new DriverException(
                        output + " is no plain file, so no output can be written to it",
                        "move it away");
            }
        } catch (IOException e) {
            throw new DriverException(
                    "the output file %s cannot be made: %s".formatted(output, e),
                    "create its folder and make it writable",
                    e);
        }
    }

    private static void checkText(Launch launch) throws DriverException {
        boolean zero = launch.command().stream().anyMatch(word -> word.indexOf('\0') >= 0);
        for (String name : launch.env().keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new DriverException(
                        "%s has an environment variable with the name '%s'"
                                .formatted(launch.instance(), name),
                        "use letters, digits and _ in names");
            }
            zero |= launch.env().getOrDefault(name, "").indexOf('\0') >= 0;
        }
        if (zero) {
            throw new DriverException(
                    launch.instance() + " has a zero byte in its command or environment",
                    "take it out");
        }
    }

    private static void checkProgram(Launch launch) throws DriverException {
        String program = launch.command().getFirst();
        List<Path> candidates = candidates(launch, program);
        if (candidates.stream().anyMatch(c -> Files.isRegularFile(c) && Files.isExecutable(c))) {
            return;
        }
        for (Path candidate : candidates) {
            if (Files.isRegularFile(candidate)) {
                throw new DriverException(
                        candidate + " is no program: it may not be executed",
                        "chmod +x " + candidate);
            }
        }
        throw new DriverException(
                program.contains("/")
                        ? "there is no program " + candidates.getFirst()
                        : "there is no program %s on PATH %s".formatted(program, path(launch)),
                "install %s, or correct the command of %s".formatted(program, launch.instance()));
    }

    private static List<Path> candidates(Launch launch, String program) {
        if (program.contains("/")) {
            return List.of(launch.folder().resolve(program).normalize());
        }
        return Pattern.compile(":")
                .splitAsStream(path(launch))
                .map(folder -> launch.folder().resolve(folder).resolve(program).normalize())
                .toList();
    }

    private static String path(Launch launch) {
        return launch.env().getOrDefault("PATH", DEFAULT_PATH);
    }
}
