package dev.stead.cli;

import dev.stead.api.Role;
import dev.stead.api.Scope;
import dev.stead.base.SteadException;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a command line. */
public final class Cli {
    private static final int WRONG_USAGE = 2;

    private final Surface surface;

    /** On this surface. */
    public Cli(Surface surface) {
        this.surface = surface;
    }

    /** Runs a command; returns its exit status. */
    public int run(String... arguments) {
        CommandLine line = commandLine();
        line.setOut(writer(surface.out()));
        line.setErr(writer(surface.err()));
        return line.execute(arguments);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private CommandLine commandLine() {
        CommandLine line = new CommandLine(new SteadCommand());
        line.addSubcommand("check", new CheckCommand(surface));
        line.addSubcommand("plan", new PlanCommand(surface));
        line.addSubcommand("doctor", new DoctorCommand(surface));
        line.addSubcommand("up", new UpCommand(surface));
        line.addSubcommand("status", new StatusCommand(surface));
        line.addSubcommand("logs", new LogsCommand(surface));
        line.addSubcommand("restart", new RestartCommand(surface));
        line.addSubcommand("purge", new PurgeCommand(surface));
        line.addSubcommand("down", new DownCommand(surface));
        line.addSubcommand("secret", new CommandLine(new SecretCommand(surface)));
        line.addSubcommand("engine", engineFamily());
        line.addSubcommand("account", accountFamily());
        line.addSubcommand("group", groupFamily());
        line.addSubcommand("token", tokenFamily());
        line.addSubcommand("audit", new AuditCommand(surface));
        line.addSubcommand("version", new VersionCommand(surface));
        line.addSubcommand("completion", new CompletionCommand(surface));
        line.setExecutionExceptionHandler((e, l, r) -> failed(e));
        line.setParameterExceptionHandler((e, args) -> misused(e));
        line.registerConverter(Role.class, text -> word(Role.values(), Role::word, text));
        line.registerConverter(Scope.class, text -> word(Scope.values(), Scope::word, text));
        line.setUsageHelpAutoWidth(true);
        line.setUsageHelpLongOptionsMaxWidth(28);
        return line;
    }

    /** The value of a word. */
    private static <T> T word(T[] values, Function<T, String> words, String text) {
        return Stream.of(values)
                .filter(v -> words.apply(v).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "`"
                                        + text
                                        + "` is none of "
                                        + Stream.of(values)
                                                .map(words)
                                                .collect(Collectors.joining(", "))));
    }

    private CommandLine engineFamily() {
        return Family.of(
                        "engine",
                        "Private engines: what users opened for themselves.",
                        "stead engine open NAME")
                .addSubcommand("open", new EngineOpenCommand(surface))
                .addSubcommand("list", new EngineListCommand(surface))
                .addSubcommand("logs", new EngineLogsCommand(surface))
                .addSubcommand("stop", new EngineStopCommand(surface))
                .addSubcommand("extend", new EngineExtendCommand(surface))
                .addSubcommand("share", new EngineShareCommand(surface))
                .addSubcommand("enter", new EngineEnterCommand(surface))
                .addSubcommand("usage", new EngineUsageCommand(surface));
    }

    private CommandLine accountFamily() {
        return Family.of("account", "Accounts of people who sign in.", "stead account add NAME")
                .addSubcommand("add", new AccountAddCommand(surface))
                .addSubcommand("list", new AccountListCommand(surface))
                .addSubcommand("show", new AccountShowCommand(surface))
                .addSubcommand("role", new AccountRoleCommand(surface))
                .addSubcommand("disable", new AccountDisableCommand(surface))
                .addSubcommand("enable", new AccountEnableCommand(surface))
                .addSubcommand("password", new AccountPasswordCommand(surface))
                .addSubcommand("totp", new AccountTotpCommand(surface))
                .addSubcommand("sign-out", new AccountSignOutCommand(surface))
                .addSubcommand("remove", new AccountRemoveCommand(surface));
    }

    private CommandLine groupFamily() {
        return Family.of(
                        "group",
                        "Groups of accounts, for routes with access: { groups: [..] }.",
                        "stead group add GROUP ACCOUNT")
                .addSubcommand("add", new GroupAddCommand(surface))
                .addSubcommand("list", new GroupListCommand(surface))
                .addSubcommand("remove", new GroupRemoveCommand(surface));
    }

    private CommandLine tokenFamily() {
        return Family.of(
                        "token",
                        "Tokens with which programs use the HTTP API.",
                        "stead token add ACCOUNT NAME")
                .addSubcommand("add", new TokenAddCommand(surface))
                .addSubcommand("list", new TokenListCommand(surface))
                .addSubcommand("revoke", new TokenRevokeCommand(surface));
    }

    private int failed(Exception e) {
        if (e instanceof SteadException known) {
            surface.failure(known);
            return known.code().exitStatus();
        }
        surface.err().println("stead: a mistake in Stead itself: " + e);
        e.printStackTrace(surface.err());
        return 1;
    }

    private int misused(ParameterException e) {
        surface.err().println("stead: " + e.getMessage());
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        surface.err().println("       " + name + " --help shows how it is used");
        return WRONG_USAGE;
    }
}
