package dev.stead.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks programs that only tell something; one that hangs is ended and told nothing. */
record Questions(Programs programs, Duration patience) {
    private static final Map<String, String> ENV = Map.of("PATH", Prepared.PATH, "LC_ALL", "C");

    /** Asks what is quickly told. */
    Questions(Programs programs) {
        this(programs, Duration.ofSeconds(5));
    }

    /** What it wrote; empty when it is not there, failed, or took too long. */
    Optional<List<String>> ask(List<String> words) {
        CompletableFuture<Optional<List<String>>> answer = new CompletableFuture<>();
        Thread asking = Thread.ofVirtual().start(() -> answer.complete(collect(words)));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            asking.interrupt();
            return Optional.empty();
        } catch (InterruptedException e) {
            asking.interrupt();
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<List<String>> collect(List<String> words) {
        try {
            Programs.Outcome outcome = programs.collect(words, ENV);
            return outcome.ok() ? Optional.of(outcome.lines()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
