package dev.stead.cli;

import dev.stead.api.Control;
import dev.stead.api.Control.Change;
import dev.stead.api.Control.PlanView;
import dev.stead.api.ControlClient;
import dev.stead.base.StateFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code stead plan}. */
@Command(
        name = "plan",
        description = "Shows what stead up would change against what runs, and why.",
        footer = {"", "Example:", "  stead plan examples/planning"})
final class PlanCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin FileArgument file = new FileArgument();

    PlanCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Path path = file.in(surface.systems());
        String system = FileReading.of(path).system().name();
        StateFolder folder = surface.systems().folder(system);
        ControlClient client = new ControlClient(folder.socket());
        boolean runs = client.answers();
        if (!runs) {
            surface.launcher().launch(system, folder);
        }
        PlanView plan;
        try {
            plan = client.plan(Surface.caller(), Control.PlanRequest.of(path));
        } finally {
            if (!runs) {
                UpCommand.dismissIfIdle(client);
            }
        }
        if (options.json) {
            surface.json(plan);
        } else {
            show(plan, surface.out(), surface.style());
        }
        return 0;
    }

    static void show(PlanView plan, PrintStream out, Style style) {
        if (plan.changes().isEmpty()) {
            out.println("Nothing changes: " + plan.system() + " runs as the file says.");
        } else {
            out.println("Changes to " + style.bold(plan.system()) + ":");
            Table table = new Table("  ACTION", "COMPONENT", "WHY");
            for (Change change : plan.changes()) {
                table.add("  " + change.action(), change.component(), change.why());
            }
            table.lines().forEach(out::println);
        }
        if (!plan.missingPackages().isEmpty()) {
            out.println("This host lacks packages: " + String.join(" ", plan.missingPackages()));
        }
        if (!plan.publicRoutes().isEmpty()) {
            out.println("Public, without sign-in:");
            plan.publicRoutes().forEach(r -> out.println("  " + r.url() + "  " + r.component()));
        }
        plan.warnings().forEach(w -> out.println(style.yellow("note: ") + Plain.text(w)));
    }
}
