package dev.stead.model;

import java.time.Duration;
import java.util.List;

/**
 * How to tell that an instance can work.
 *
 * @param probe what to try
 * @param every time between two tries of a healthy instance; a starting one is tried more often
 * @param timeout how long one try may take
 * @param failures failed tries in a row that make a healthy instance unhealthy, at least 1
 * @param start how long an instance may take until it is first healthy
 */
public record Health(Probe probe, Duration every, Duration timeout, int failures, Duration start) {
    /** With the defaults: every 2 s, 2 s long, three failures, 60 s to start. */
    public static Health of(Probe probe) {
        return new Health(
                probe, Duration.ofSeconds(2), Duration.ofSeconds(2), 3, Duration.ofSeconds(60));
    }

    /** One way to try. */
    public sealed interface Probe {}

    /** GET of this path on the instance's port answers 200 to 399. */
    public record Http(String path) implements Probe {}

    /** The instance's port accepts a connection. */
    public record Tcp() implements Probe {}

    /**
     * The instance's port answers these bytes with an answer that starts like that (both ISO
     * 8859-1).
     */
    public record Exchange(String send, String expect) implements Probe {}

    /** The command, run as the component in its release with its environment, exits with 0. */
    public record Command(List<String> words) implements Probe {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** The process lives. */
    public record Alive() implements Probe {}
}
