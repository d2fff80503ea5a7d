package dev.stead.cli;

import dev.stead.base.StateFolder;

/** Starts servers; {@code app} knows how. */
public interface ServerLauncher {
    /**
     * Starts the server of a system, detached; returns when it answers.
     *
     * @throws dev.stead.base.SteadException when it does not, with what it said
     */
    void launch(String system, StateFolder folder);

    /**
     * What tells this build from others; a server of another build gives way at the next {@code
     * stead up}.
     */
    String build();
}
