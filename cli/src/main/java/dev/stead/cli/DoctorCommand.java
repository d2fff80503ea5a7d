package dev.stead.cli;

import dev.stead.api.ControlClient;
import dev.stead.api.Diagnosis;
import dev.stead.api.Diagnosis.Severity;
import dev.stead.base.StateFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code stead doctor}. */
@Command(
        name = "doctor",
        description = {
            "Checks whether this machine is fit for a system, and says how to mend what is not.",
            "Ends with 1 when the system cannot run here; warnings and notes do not change that."
        },
        footer = {
            "",
            "Examples:",
            "  stead doctor examples/planning",
            "  stead doctor planning --json"
        })
final class DoctorCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(
            paramLabel = "SYSTEM",
            arity = "0..1",
            description = {
                "Which system: a running one, a system file, or the folder that holds stead.yaml",
                "(default: the file here, else the running system)."
            })
    List<String> arguments = new ArrayList<>();

    @Spec CommandSpec spec = CommandSpec.create();

    DoctorCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Diagnosis diagnosis = diagnosis();
        if (options.json) {
            surface.json(diagnosis);
        } else {
            int width = spec.usageMessage().width();
            new DiagnosisText(surface.style(), width)
                    .lines(diagnosis)
                    .forEach(surface.out()::println);
        }
        return diagnosis.count(Severity.FATAL) == 0 ? 0 : 1;
    }

    private Diagnosis diagnosis() {
        Systems systems = surface.systems();
        boolean named = !arguments.isEmpty();
        boolean runs = named && systems.running().contains(arguments.getFirst());
        if (runs || (!named && !Systems.namesFile("."))) {
            return systems.only(arguments).client().doctor(Surface.caller(), Optional.empty());
        }
        return of(systems.file(named ? arguments.getFirst() : "."));
    }

    /** Asks the file's server, which is started for that where none answers, as for a plan. */
    private Diagnosis of(Path file) {
        String system = FileReading.of(file).system().name();
        StateFolder folder = surface.systems().folder(system);
        ControlClient client = new ControlClient(folder.socket());
        boolean runs = client.answers();
        if (!runs) {
            surface.launcher().launch(system, folder);
        }
        try {
            return client.doctor(Surface.caller(), Optional.of(file));
        } finally {
            if (!runs) {
                UpCommand.dismissIfIdle(client);
            }
        }
    }
}
