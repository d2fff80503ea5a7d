package dev.stead.cli;

import dev.stead.model.Problem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead check}. */
@Command(
        name = "check",
        description = "Checks a system file and shows every mistake at once.",
        footer = {"", "Example:", "  stead check examples/planning"})
final class CheckCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin FileArgument file = new FileArgument();

    CheckCommand(Surface surface) {
        this.surface = surface;
    }

    /** The shape of {@code check --json}. */
    record Report(String file, List<Problem> problems) {}

    @Override
    public Integer call() {
        Path path = file.in(surface.systems());
        if (options.json) {
            List<Problem> problems = FileReading.problems(path);
            surface.json(new Report(path.toString(), problems));
            return problems.isEmpty() ? 0 : 2;
        }
        FileReading.Right right = FileReading.of(path);
        surface.out()
                .println(
                        path
                                + " is right: system "
                                + right.system().name()
                                + ", "
                                + right.system().components().size()
                                + " components");
        return 0;
    }
}
