package dev.stead.cli;

import dev.stead.api.Accounts;
import dev.stead.api.Accounts.AccountView;
import dev.stead.api.Engines;
import dev.stead.api.Engines.OpenRequest;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;
import dev.stead.api.Event;
import dev.stead.api.Role;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** {@code stead engine open}. */
@Command(
        name = "open",
        description = {
            "Opens an engine for an account, or finds the one that is open, and waits until it can"
                    + " be used. Ctrl-C ends the waiting, not the engine."
        },
        footer = {
            "",
            "Examples:",
            "  stead engine open notebook --as anna",
            "  stead engine open planning notebook --set size=large",
            "  stead engine open model --resource sales --json"
        })
final class EngineOpenCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(
            paramLabel = "[SYSTEM] NAME",
            arity = "0..*",
            description = "Which system, then which component.")
    List<String> arguments = new ArrayList<>();

    @Option(
            names = "--as",
            paramLabel = "ACCOUNT",
            description = "For whom; without it the first operator by name.")
    @Nullable String account;

    @Option(
            names = "--resource",
            paramLabel = "RESOURCE",
            description = "For which resource, where the file says per: resource.")
    @Nullable String resource;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A parameter's value; may be given several times.")
    Map<String, String> parameters = new TreeMap<>();

    @Option(names = "--no-wait", description = "Do not wait until it is ready.")
    boolean noWait;

    EngineOpenCommand(Surface surface) {
        this.surface = surface;
    }

    /**
     * The document of an engine that was opened.
     *
     * @param id and {@code url} may be missing while it is not ready
     * @param place in the queue, while it waits there
     */
    record Opened(Optional<String> id, Optional<String> url, String state, OptionalInt place) {
        static Opened of(Opening opening) {
            return new Opened(opening.id(), opening.url(), opening.phase().word(), opening.place());
        }
    }

    @Override
    public Integer call() {
        Systems.Target target = surface.systems().target(arguments);
        String name = target.one("a component");
        String whose = account == null ? firstOperator(target.accounts()) : account;
        OpenRequest request =
                new OpenRequest(
                        new Engines.Wanted(name, Optional.ofNullable(resource), Optional.of(whose)),
                        new TreeMap<>(parameters));
        show(noWait ? opened(target.engines(), request) : waited(target.engines(), request));
        return 0;
    }

    private static Opening opened(Engines engines, OpenRequest request) {
        return engines.open(Surface.caller(), request);
    }

    private Opening waited(Engines engines, OpenRequest request) {
        Opening last = new OpeningWatch(engines, Surface.caller(), this::progress).open(request);
        if (last.phase() != Phase.READY) {
            last.lines().forEach(line -> surface.err().println("  | " + Plain.text(line)));
            throw OpeningText.failure(last);
        }
        return last;
    }

    /** Who opens when nobody is named: the owner of the socket has no account. */
    static String firstOperator(Accounts accounts) {
        return accounts.accounts(Surface.caller()).stream()
                .filter(a -> a.role() == Role.OPERATOR && !a.disabled())
                .map(AccountView::name)
                .min(Comparator.naturalOrder())
                .orElseThrow(() ->
                        new SteadException(
                                Code.UNKNOWN,
                                "there is no operator for whom it could be opened",
                                "name an account with --as ACCOUNT"));
    }

    private void progress(Opening opening) {
        if (!options.json) {
            event(opening, Event.Level.STEP);
        }
    }

    private void show(Opening opening) {
        if (options.json) {
            surface.json(Opened.of(opening));
            return;
        }
        event(opening, opening.phase() == Phase.READY ? Event.Level.DONE : Event.Level.STEP);
        opening.id()
                .ifPresent(id ->
                        surface.out()
                                .println(
                                        surface.style().bold(Plain.text(id))
                                                + opening.url()
                                                        .map(u -> " is at " + Plain.text(u))
                                                        .orElse("")));
    }

    private void event(Opening opening, Event.Level level) {
        Instant now = Instant.now();
        new Followers(surface.out(), surface.style())
                .event(
                        new Event(
                                now,
                                level,
                                Optional.of(opening.component()),
                                OpeningText.of(opening, now)));
    }
}
