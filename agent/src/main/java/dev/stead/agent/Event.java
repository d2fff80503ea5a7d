package dev.stead.agent;

import dev.stead.driver.Exit;

/** What can happen to an instance. */
sealed interface Event {
    /** A time that was asked for has come. */
    record Wake() implements Event {}

    /** The launch succeeded: its main process runs. */
    record Started() implements Event {}

    /** The launch failed or was given up; nothing of it runs. */
    record StartFailed(String reason) implements Event {}

    /** The main process ended. */
    record Ended(Exit exit) implements Event {}

    /** It took more than it may, a sentence; what is started once ends of it. */
    record Overdrawn(String reason) implements Event {}

    /** A probe was answered as it should be. */
    record ProbeOk() implements Event {}

    /** A probe was not answered, or not as it should be. */
    record ProbeFailed(String reason) implements Event {}

    /** No process is left. */
    record Cleared() implements Event {}

    /** Some process could not be ended. */
    record ClearFailed(String reason) implements Event {}

    /** Somebody wants it stopped for good. */
    record Stop() implements Event {}

    /** Somebody wants it stopped and started again. */
    record Restart() implements Event {}
}
