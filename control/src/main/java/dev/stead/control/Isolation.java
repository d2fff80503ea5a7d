package dev.stead.control;

import dev.stead.api.Agent;
import dev.stead.model.Engine;
import dev.stead.model.EnginePlace;
import dev.stead.model.SystemSpec;

import java.util.ArrayList;
import java.util.List;

/**
 * What sets the components of a system less apart than it could be.
 *
 * @param agent says what its machine cannot do
 */
record Isolation(Agent agent) {
    /** With these words sentences begin that only matter where there are engines. */
    private static final String ENGINES = "engines ";

    /** A sentence for each thing that is missing. */
    List<String> missing(SystemSpec system) {
        List<String> sentences = new ArrayList<>();
        boolean engines = !system.engines().isEmpty();
        agent.missingIsolation().stream()
                .filter(s -> engines || !s.startsWith(ENGINES))
                .forEach(sentences::add);
        system.components().stream()
                .filter(c -> c instanceof Engine engine && engine.place() == EnginePlace.PATH)
                .forEach(c ->
                        sentences.add(
                                ENGINES
                                        + "of "
                                        + c.name()
                                        + " share an origin with each other and with "
                                        + system.domain()
                                        + " (place: path): a page of one can act in another as its"
                                        + " user"));
        return sentences;
    }
}
