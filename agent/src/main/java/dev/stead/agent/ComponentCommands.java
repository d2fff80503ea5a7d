package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs commands as a component's user, with a small clean environment. Thread-safe. */
final class ComponentCommands {
    private final StateFolder folder;
    private final Programs programs;
    private final Supplier<String> ids;

    ComponentCommands(StateFolder folder, Programs programs, Supplier<String> ids) {
        this.folder = folder;
        this.programs = programs;
        this.ids = ids;
    }

    /**
     * @param user empty means the user of this process
     */
    int run(
            String component,
            Optional<String> user,
            Path where,
            List<String> command,
            Consumer<String> output) {
        // Below run/ and without a record, so that the next start deletes what a crash leaves.
        RunFolder run = new RunFolder(folder.run("prepare-" + component + "-" + ids.get()), user);
        try {
            run.fill(Map.of());
            try {
                return programs.run(words(user, command), env(component, run), where, output);
            } finally {
                run.delete();
            }
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    command.getFirst() + " cannot be run for " + component + ": " + Words.of(e),
                    "install the package that brings it, and see that " + where + " exists",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SteadException(
                    Code.EXHAUSTED,
                    command.getFirst() + " was ended because its start was given up",
                    "try again",
                    e);
        }
    }

    private static List<String> words(Optional<String> user, List<String> command) {
        List<String> words = new ArrayList<>(List.of("setpriv", "--no-new-privs"));
        user.ifPresent(name ->
                words.addAll(
                        List.of(
                                "--reuid",
                                name,
                                "--regid",
                                name,
                                "--init-groups",
                                "--inh-caps=-all")));
        words.add("--");
        words.addAll(command);
        return words;
    }

    private Map<String, String> env(String component, RunFolder run) {
        return Map.of(
                "HOME",
                folder.data(component).toString(),
                "TMPDIR",
                RunFolder.temporary(run.path()).toString(),
                "PATH",
                Prepared.PATH,
                "LANG",
                "C.UTF-8");
    }
}
