package dev.stead.cli;

import dev.stead.api.AccountsClient;
import dev.stead.api.ControlClient;
import dev.stead.api.EnginesClient;
import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds systems: their files, their state folders, the running ones.
 *
 * @param home the folder that holds a state folder for each system
 */
public record Systems(Path home) {
    private static final String FILE = "stead.yaml";
    private static final int LONGEST_SOCKET_PATH = 107;

    /** A system that a command is about, and what else its arguments named. */
    record Target(String system, StateFolder folder, List<String> rest) {
        ControlClient client() {
            return new ControlClient(folder.socket());
        }

        EnginesClient engines() {
            return new EnginesClient(folder.socket());
        }

        AccountsClient accounts() {
            return new AccountsClient(folder.socket());
        }

        /**
         * The one thing that the arguments name besides.
         *
         * @param what it is, with its article
         */
        String one(String what) {
            if (rest.isEmpty()) {
                throw new SteadException(
                        Code.WRONG_USAGE, what + " is missing", "name it after the command");
            }
            if (rest.size() > 1) {
                throw new SteadException(
                        Code.WRONG_USAGE,
                        "there is more than " + what + ": " + String.join(" ", rest),
                        "name the system first where several run, then one thing");
            }
            return rest.getFirst();
        }
    }

    /** A system's state folder. */
    StateFolder folder(String system) {
        StateFolder folder = new StateFolder(home.resolve(system));
        if (folder.socket().toString().length() > LONGEST_SOCKET_PATH) {
            throw new SteadException(
                    Code.HOST,
                    "the path " + folder.socket() + " is too long for a Unix socket",
                    "set STEAD_STATE_HOME to a shorter folder");
        }
        return folder;
    }

    /** The system file that an argument names: a file, or a folder that holds stead.yaml. */
    Path file(String argument) {
        Path path = Path.of(argument).toAbsolutePath().normalize();
        Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
        if (!Files.isRegularFile(file)) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    Files.isDirectory(path)
                            ? "the folder " + argument + " holds no " + FILE
                            : "there is no file " + argument,
                    "name a system file, or the folder that holds " + FILE);
        }
        return file;
    }

    /** The running system that at most one argument names. */
    Target only(List<String> arguments) {
        Target target = target(arguments);
        if (!target.rest().isEmpty()) {
            throw new SteadException(
                    Code.UNKNOWN,
                    "no system " + target.rest().getFirst() + " runs here",
                    "these run: " + String.join(", ", running()));
        }
        return target;
    }

    /** The running system that the arguments are about; the first may name it. */
    Target target(List<String> arguments) {
        List<String> running = running();
        if (!arguments.isEmpty()) {
            String first = arguments.getFirst();
            List<String> rest = arguments.subList(1, arguments.size());
            if (running.contains(first)) {
                return new Target(first, folder(first), rest);
            }
            if (namesFile(first)) {
                String system = FileReading.of(file(first)).system().name();
                return needRunning(new Target(system, folder(system), rest), running);
            }
        }
        if (running.size() == 1) {
            String only = running.getFirst();
            return new Target(only, folder(only), arguments);
        }
        throw running.isEmpty()
                ? nothingRuns()
                : new SteadException(
                        Code.WRONG_USAGE,
                        "several systems run: " + String.join(", ", running),
                        "name one of them first");
    }

    /** The name of the system that an argument names: a file, a folder, or a running system. */
    String nameOf(String argument) {
        return namesFile(argument)
                ? FileReading.of(file(argument)).system().name()
                : target(List.of(argument)).system();
    }

    private Target needRunning(Target target, List<String> running) {
        if (!running.contains(target.system())) {
            throw new SteadException(
                    Code.UNKNOWN,
                    "the system " + target.system() + " does not run",
                    "start it with stead up");
        }
        return target;
    }

    /** Whether an argument names a system file, or a folder that holds one. */
    static boolean namesFile(String argument) {
        Path path = Path.of(argument);
        return Files.isRegularFile(path) || Files.isRegularFile(path.resolve(FILE));
    }

    private SteadException nothingRuns() {
        List<String> left = folders(f -> hasInstances(new StateFolder(f)));
        return left.isEmpty()
                ? new SteadException(
                        Code.UNKNOWN, "no system runs here", "start one with stead up FILE")
                : new SteadException(
                        Code.EXTERNAL,
                        "no server runs here; components of "
                                + String.join(", ", left)
                                + " may go on without theirs",
                        "stead up FILE starts the server again and takes them up as they are");
    }

    private static boolean hasInstances(StateFolder folder) {
        try (Stream<Path> runs = Files.list(folder.runs())) {
            return runs.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Names of the systems whose servers answer. */
    List<String> running() {
        return folders(f ->
                Files.exists(new StateFolder(f).socket())
                        && new ControlClient(new StateFolder(f).socket()).answers());
    }

    private List<String> folders(Predicate<Path> which) {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(home)) {
            return folders.filter(which)
                    .map(f -> String.valueOf(f.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "the folder " + home + " cannot be read: " + e.getMessage(),
                    "run stead as the user that ran stead up",
                    e);
        }
    }
}
