package dev.stead.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Programs that answer as they are told to, by the beginning of their words. */
final class ScriptedPrograms implements Programs {
    final List<String> ran = new ArrayList<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    /** What a program does when it is run. */
    @FunctionalInterface
    interface Answer {
        Outcome run(List<String> command);
    }

    /** Commands that begin like this answer with these lines; the latest that fits counts. */
    ScriptedPrograms on(String beginning, int status, String... lines) {
        return on(beginning, _ -> new Outcome(status, List.of(lines)));
    }

    ScriptedPrograms on(String beginning, Answer answer) {
        answers.put(beginning, answer);
        return this;
    }

    @Override
    public int run(
            List<String> command, Map<String, String> env, Path folder, Consumer<String> output) {
        String words = String.join(" ", command);
        ran.add(words);
        Answer answer = _ -> new Outcome(0, List.of());
        for (Map.Entry<String, Answer> one : answers.entrySet()) {
            if (words.startsWith(one.getKey())) {
                answer = one.getValue();
            }
        }
        Outcome outcome = answer.run(command);
        outcome.lines().forEach(output);
        return outcome.status();
    }

    @Override
    public int runToItsEnd(List<String> command, Map<String, String> env, Consumer<String> output) {
        return run(command, env, Path.of("/"), output);
    }
}
