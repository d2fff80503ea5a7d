package dev.stead.cli;

import dev.stead.api.Accounts;
import dev.stead.api.AccountsClient;
import dev.stead.api.Control;
import dev.stead.api.Control.PlanView;
import dev.stead.api.ControlClient;
import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code stead up}. */
@Command(
        name = "up",
        description = {
            "Makes the running system what the file says: starts it, or changes only what differs.",
            "Stays attached and follows; the first Ctrl-C takes the system down."
        },
        footer = {
            "",
            "Examples:",
            "  stead up examples/planning",
            "  stead up examples/planning --yes --detach"
        })
final class UpCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Option(
            names = {"-y", "--yes"},
            description = "Install missing Debian packages without asking.")
    boolean yes;

    @Option(
            names = {"-d", "--detach"},
            description = "Return when everything is healthy; the system goes on running.")
    boolean detach;

    @Mixin FileArgument file = new FileArgument();

    UpCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Path path = file.in(surface.systems());
        String system = FileReading.of(path).system().name();
        StateFolder folder = surface.systems().folder(system);
        ControlClient client = new ControlClient(folder.socket());
        ensureServer(client, system, folder);
        try {
            apply(client, path);
        } catch (SteadException e) {
            dismissIfIdle(client);
            throw e;
        }
        report(client, folder);
        firstOperator(client, folder);
        if (!detach && !options.json) {
            Attached.follow(surface, system, client);
        }
        return 0;
    }

    /**
     * Starts a server where none answers; one of another build gives way first, and no instance
     * notices.
     */
    private void ensureServer(ControlClient client, String system, StateFolder folder) {
        Optional<String> running = client.build();
        if (running.isPresent() && !running.get().equals(surface.launcher().build())) {
            client.handOver(Surface.caller());
        } else if (running.isPresent()) {
            return;
        }
        surface.launcher().launch(system, folder);
    }

    private void apply(ControlClient client, Path path) {
        PlanView plan = client.plan(Surface.caller(), Control.PlanRequest.of(path));
        boolean install = yes;
        if (!options.json) {
            PlanCommand.show(plan, surface.out(), surface.style());
        }
        if (!plan.missingPackages().isEmpty() && plan.mayInstall() && !yes) {
            install = agreed(plan);
        }
        Control.ApplyRequest request = new Control.ApplyRequest(Optional.of(path), install);
        Report.of(
                surface,
                options.json,
                progress -> client.apply(Surface.caller(), request, progress));
    }

    private boolean agreed(PlanView plan) {
        String packages = String.join(" ", plan.missingPackages());
        if (!surface.terminal() || options.json) {
            throw new SteadException(
                    Code.HOST,
                    "packages are missing: " + packages,
                    "let Stead install them: stead up --yes");
        }
        surface.out().print("Install them now? Debian's own services are held back. [y/N] ");
        surface.out().flush();
        if (!answer().startsWith("y")) {
            throw new SteadException(
                    Code.HOST,
                    "packages are missing: " + packages,
                    "install them, or let Stead: stead up --yes");
        }
        return true;
    }

    private String answer() {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(surface.in(), StandardCharsets.UTF_8))
                            .readLine();
            return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return "";
        }
    }

    private void report(ControlClient client, StateFolder folder) {
        if (options.json) {
            surface.json(client.status(Surface.caller()));
            return;
        }
        surface.out().println();
        StatusCommand.show(
                client.status(Surface.caller()), surface.out(), surface.style(), Instant.now());
        Path authority = folder.tls().resolve("ca.pem");
        if (Files.exists(authority)) {
            surface.out()
                    .println(
                            "Its certificate is from a local authority; browsers that trust "
                                    + authority
                                    + " show no warning.");
        }
    }

    /** The password of the first operator, which nobody sees again. */
    private void firstOperator(ControlClient client, StateFolder folder) {
        Accounts.FirstOperator first =
                new AccountsClient(folder.socket()).firstOperator(Surface.caller());
        if (first.name().isEmpty() || first.password().isEmpty()) {
            return;
        }
        PrintStream out = options.json ? surface.err() : surface.out();
        out.println();
        out.println("Sign in at " + client.status(Surface.caller()).console());
        out.println(
                "as "
                        + surface.style().bold(first.name().get())
                        + " with the password "
                        + surface.style().bold(first.password().get())
                        + "  (shown only now; change it there)");
    }

    /** Ends a server that was started for nothing. */
    static void dismissIfIdle(ControlClient client) {
        try {
            client.dismiss(Surface.caller());
        } catch (SteadException e) {
            if (e.code() != Code.CONFLICT && e.code() != Code.EXTERNAL) {
                throw e;
            }
        }
    }
}
