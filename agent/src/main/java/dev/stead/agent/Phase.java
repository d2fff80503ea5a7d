package dev.stead.agent;

/** Where an instance is in its life, with what is only known there. Times are {@link Now#nanos}. */
sealed interface Phase {
    /** Nothing runs; the next launch is at this time. */
    record Waiting(long until) implements Phase {}

    /** A launch is under way. */
    record Launching() implements Phase {}

    /** The main process runs. */
    record Running(Watch watch) implements Phase {}

    /** The main process was asked to end and may take until this time. */
    record Stopping(long until) implements Phase {}

    /** What is left is being ended by force. */
    record Clearing() implements Phase {}

    /** Something could not be ended; it is tried again at this time. */
    record Stuck(long until) implements Phase {}

    /** Nothing is left of what was to be started once; it stays so until it is stopped. */
    record Failed() implements Phase {}

    /** Nothing is left and nothing shall be. */
    record Gone() implements Phase {}
}
