package dev.stead.app;

import dev.stead.cli.Cli;

import java.io.IOException;

/**
 * Runs commands one after the other in one process. The build does, to record what commands need of
 * the JVM in one start-up cache (JEP 514), which can be made from one run alone.
 */
final class Rehearsal {
    private Rehearsal() {}

    /**
     * Ends with the number of commands that failed.
     *
     * @param lines commands, their words apart by one space each
     */
    public static void main(String[] lines) throws IOException {
        ProgramLog.begin();
        int failed = 0;
        for (String line : lines) {
            failed += new Cli(Main.surface()).run(line.split(" ", -1)) == 0 ? 0 : 1;
        }
        System.exit(failed);
    }
}
