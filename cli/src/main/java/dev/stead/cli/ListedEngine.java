package dev.stead.cli;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.stead.api.Engines.EngineView;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An engine in the document of {@code stead engine list}. Whose it is is always there, so that a
 * program tells a warm engine from a document of another version.
 *
 * @param user null for a warm one
 * @param pid null while no process runs
 */
record ListedEngine(
        String id,
        String component,
        Optional<String> resource,
        @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> user,
        @JsonInclude(JsonInclude.Include.ALWAYS) OptionalLong pid,
        String state,
        String url,
        Instant since,
        long idle,
        Optional<Instant> ends,
        long memory,
        long mostMemory,
        double cpu,
        double mostCpu,
        int connections,
        List<String> sharedWith,
        Optional<String> reason) {
    ListedEngine {
        sharedWith = List.copyOf(sharedWith);
    }

    static ListedEngine of(EngineView view) {
        return new ListedEngine(
                view.id(),
                view.component(),
                view.resource(),
                view.user(),
                view.pid(),
                view.state(),
                view.url(),
                view.since(),
                view.idle(),
                view.ends(),
                view.memory(),
                view.mostMemory(),
                view.cpu(),
                view.mostCpu(),
                view.connections(),
                view.sharedWith(),
                view.reason());
    }
}
