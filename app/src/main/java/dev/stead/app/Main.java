package dev.stead.app;

import dev.stead.base.StateFolder;
import dev.stead.cli.Cli;
import dev.stead.cli.Surface;
import dev.stead.cli.Systems;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;

/** The way in: {@code server NAME} runs a server, anything else is a command. */
public final class Main {
    private Main() {}

    /** Ends with the command's exit status. */
    public static void main(String[] arguments) throws IOException {
        ProgramLog.begin();
        if (arguments.length == 2 && arguments[0].equals("server")) {
            StateFolder folder = new StateFolder(home().resolve(arguments[1]));
            System.exit(new Server(arguments[1], folder).run());
        }
        System.exit(new Cli(surface()).run(arguments));
    }

    /** What commands see of this machine and of whoever types them. */
    static Surface surface() throws IOException {
        return new Surface(
                new Systems(home()),
                new DetachedServer(),
                Version.read(),
                System.out,
                System.err,
                System.in,
                terminal());
    }

    private static Path home() throws IOException {
        return StateHome.of(
                System.getenv(), System.getProperty("user.home", "/"), Machine.isRoot());
    }

    /** Whether a person reads and types; without one, JDK 25 has no console again. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean terminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
