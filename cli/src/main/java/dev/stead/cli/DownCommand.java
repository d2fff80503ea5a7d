package dev.stead.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead down}. */
@Command(
        name = "down",
        description = {
            "Stops every component, in reverse order of start, and the server.",
            "Data, releases and secrets are kept."
        },
        footer = {"", "Example:", "  stead down planning"})
final class DownCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(paramLabel = "SYSTEM", arity = "0..1", description = "Which system.")
    List<String> arguments = new ArrayList<>();

    DownCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Systems.Target target = surface.systems().only(arguments);
        ServerEnd end = ServerEnd.of(target.client());
        Report.of(surface, options.json, p -> target.client().down(Surface.caller(), p));
        end.await();
        return 0;
    }
}
