package dev.stead.cli;

import dev.stead.api.Engines.EngineView;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code stead engine share}. */
@Command(
        name = "share",
        description = "Lets exactly these other accounts into an engine.",
        footer = {
            "",
            "Examples:",
            "  stead engine share notebook-3 bert carla",
            "  stead engine share notebook-3 --nobody"
        })
final class EngineShareCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Option(names = "--nobody", description = "Let nobody else in any more.")
    boolean nobody;

    @Parameters(
            paramLabel = "[SYSTEM] ID ACCOUNT",
            arity = "0..*",
            description = "Which system, which engine, then whom to let in.")
    List<String> arguments = new ArrayList<>();

    EngineShareCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Systems.Target target = surface.systems().target(arguments);
        List<String> rest = target.rest();
        if (rest.isEmpty() || nobody != (rest.size() == 1)) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    rest.isEmpty()
                            ? "an engine's id is missing"
                            : nobody ? "--nobody is given with accounts" : "an account is missing",
                    "write stead engine share ID ACCOUNT, or stead engine share ID --nobody");
        }
        EngineView engine =
                target.engines()
                        .share(Surface.caller(), rest.getFirst(), rest.subList(1, rest.size()));
        if (options.json) {
            surface.json(ListedEngine.of(engine));
            return 0;
        }
        surface.out().println(sentence(engine));
        return 0;
    }

    private static String sentence(EngineView engine) {
        return engine.sharedWith().isEmpty()
                ? engine.id() + " is its owner's alone"
                : engine.id() + " lets in " + String.join(", ", engine.sharedWith());
    }
}
