package dev.stead.agent;

/** What an instance is meant to become. */
enum Goal {
    RUN,
    /** To be stopped and then run. */
    RESTART,
    STOP
}
