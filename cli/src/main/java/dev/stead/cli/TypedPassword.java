package dev.stead.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A secret that somebody types without its being shown, or that is piped in. */
record TypedPassword(Surface surface) {
    /** What is typed, or the first line of what is piped; empty when nothing is. */
    String read(String label) throws IOException {
        if (surface.terminal()) {
            surface.err().print(label + ": ");
            surface.err().flush();
        }
        Console console = surface.terminal() ? System.console() : null;
        if (console != null) {
            char[] typed = console.readPassword();
            return typed == null ? "" : new String(typed);
        }
        String line =
                new BufferedReader(new InputStreamReader(surface.in(), StandardCharsets.UTF_8))
                        .readLine();
        return line == null ? "" : line;
    }
}
