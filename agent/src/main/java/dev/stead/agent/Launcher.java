package dev.stead.agent;

import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;
import dev.stead.base.Code;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.driver.Driver;
import dev.stead.driver.DriverException;
import dev.stead.driver.Enclosed;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Starts an instance: folder, files, set-up commands, then its process. Thread-safe. */
final class Launcher {
    private static final int LINES_SHOWN = 5;

    private final String system;
    private final StateFolder folder;
    private final Driver driver;
    private final Secrets secrets;
    private final Function<String, Optional<String>> users;
    private final Logs logs;
    private final Surroundings around;
    private final IntPredicate portFree;
    private final Errands errands;
    private final Dwellings dwellings;
    private final Allowances allowances;
    private final Fence fence;

    Launcher(
            String system,
            StateFolder folder,
            Driver driver,
            Secrets secrets,
            Function<String, Optional<String>> users,
            Logs logs,
            Surroundings around,
            IntPredicate portFree,
            Dwellings dwellings,
            Allowances allowances,
            Fence fence) {
        this.system = system;
        this.folder = folder;
        this.driver = driver;
        this.secrets = secrets;
        this.users = users;
        this.logs = logs;
        this.around = around;
        this.portFree = portFree;
        this.dwellings = dwellings;
        this.allowances = allowances;
        this.fence = fence;
        this.errands = new Errands(driver, around.scheduler());
    }

    /** A probe's text with its secrets filled in. */
    String fill(String text) {
        return secrets.fill(text);
    }

    /**
     * @param mark of this start, on record already
     * @param giveUp when this completes the start is abandoned as soon as it can be
     */
    Handle launch(InstanceSpec spec, String mark, CompletableFuture<?> giveUp)
            throws StartFailure, InterruptedException {
        LogFile log = logs.of(spec.id());
        try {
            Prepared prepared = Prepared.of(system, spec, folder, secrets, List.of());
            runFolder(spec).fill(prepared.files());
            if (spec.enclosure().isPresent()) {
                dwellings.furnish(spec, spec.enclosure().get());
                allowances.begin(spec);
                fence.admit(spec);
            }
            log.prepare();
            log.mark(LogMarks.STARTING + around.clock().instant());
            setUp(spec, prepared, giveUp);
            needPort(spec.port());
            return driver.start(
                    launch(spec, prepared, spec.id(), mark, prepared.command(), log.path()));
        } catch (SteadException e) {
            throw StartFailure.refused(e);
        } catch (DriverException e) {
            throw StartFailure.refused(spec.id(), e);
        } catch (IOException e) {
            throw StartFailure.refused(
                    new SteadException(
                            Code.EXTERNAL,
                            spec.id() + " cannot be prepared: " + Words.of(e),
                            "make " + folder.root() + " writable, with space left",
                            e));
        }
    }

    RunFolder runFolder(InstanceSpec spec) {
        return new RunFolder(
                folder.run(spec.id()),
                spec.enclosure()
                        .map(enclosure -> number(enclosure).map(String::valueOf))
                        .orElseGet(() -> users.apply(spec.component())));
    }

    /** Asks an instance something with a command, run as the instance's user. */
    Optional<Exit> ask(
            InstanceSpec spec, List<String> words, Path output, CompletableFuture<?> giveUp)
            throws DriverException, IOException, InterruptedException {
        Prepared prepared = Prepared.of(system, spec, folder, secrets, words);
        return errands.run(
                launch(
                        spec,
                        prepared,
                        spec.id() + ".probe",
                        around.ids().get(),
                        prepared.question(),
                        output),
                giveUp);
    }

    private void setUp(InstanceSpec spec, Prepared prepared, CompletableFuture<?> giveUp)
            throws StartFailure, DriverException, IOException, InterruptedException {
        LogFile log = logs.of(spec.id());
        for (List<String> command : prepared.setup()) {
            long before = log.end();
            Launch launch =
                    launch(
                            spec,
                            prepared,
                            spec.id() + ".setup",
                            around.ids().get(),
                            command,
                            log.path());
            Optional<Exit> exit = errands.run(launch, giveUp);
            if (exit.isEmpty()) {
                throw StartFailure.of("the start was given up");
            }
            if (!exit.get().status().equals(OptionalInt.of(0))) {
                throw setUpFailed(command, exit.get(), LogTail.lastLines(log, before, LINES_SHOWN));
            }
        }
        if (giveUp.isDone()) {
            throw StartFailure.of("the start was given up");
        }
    }

    private static StartFailure setUpFailed(List<String> command, Exit exit, List<String> lines) {
        return StartFailure.of(
                "its set-up command "
                        + command.getFirst()
                        + " "
                        + Words.of(exit)
                        + (lines.isEmpty() ? "" : ": " + String.join(" | ", lines)));
    }

    private void needPort(OptionalInt port) throws StartFailure {
        if (port.isPresent() && !portFree.test(port.getAsInt())) {
            throw StartFailure.of(
                    "port " + port.getAsInt() + " on 127.0.0.1 is taken by another program");
        }
    }

    private Launch launch(
            InstanceSpec spec,
            Prepared prepared,
            String name,
            String mark,
            List<String> command,
            Path output) {
        return new Launch(
                system,
                name,
                mark,
                command,
                prepared.folder(),
                prepared.env(),
                output,
                user(spec),
                spec.limits(),
                spec.enclosure().flatMap(enclosure -> enclosed(spec, enclosure)));
    }

    /** One that is set apart needs the component's user for its release alone. */
    private Optional<String> user(InstanceSpec spec) {
        boolean needed = spec.enclosure().isEmpty() || spec.folder().isPresent();
        return needed ? users.apply(spec.component()) : Optional.empty();
    }

    private Optional<Enclosed> enclosed(InstanceSpec spec, Enclosure enclosure) {
        Path run = folder.run(spec.id());
        OptionalLong memory = spec.limits().memory();
        return number(enclosure)
                .map(uid ->
                        new Enclosed(
                                uid,
                                RunFolder.home(run),
                                RunFolder.view(run),
                                folder.root(),
                                enclosure.disk().isPresent() ? enclosure.disk() : memory));
    }

    private static Optional<Integer> number(Enclosure enclosure) {
        return enclosure.uid().stream().boxed().findFirst();
    }
}
