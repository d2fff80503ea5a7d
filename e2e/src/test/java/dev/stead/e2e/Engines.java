package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.Caller;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.Engines.OpenRequest;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;
import dev.stead.api.Engines.Wanted;
import dev.stead.api.EnginesClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The engines of a system: by the command line, and where a test asks often, over the control
 * socket as the command line does.
 */
final class Engines {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Caller OWNER = new Caller.Owner("test");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final TestSystem system;

    Engines(TestSystem system) {
        this.system = system;
    }

    /** Opens one by the command, which waits until it is ready or failed. */
    Command.Result command(String component, String account) {
        return system.stead("engine", "open", system.name(), component, "--as", account, "--json");
    }

    /** Opens one and demands that it is ready; gives its id. */
    String open(String component, String account) {
        Opening opening = opened(component, account);
        assertThat(opening.phase()).as(opening.toString()).isEqualTo(Phase.READY);
        return opening.id().orElseThrow();
    }

    /** Opens one and waits until it is ready, or will not be. */
    Opening opened(String component, String account) {
        Opening now = ask(component, account);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!over(now.phase()) && System.nanoTime() < deadline) {
            now = look(component, account, Optional.of(now.version()));
        }
        return now;
    }

    private static boolean over(Phase phase) {
        return phase == Phase.READY || phase == Phase.FAILED || phase == Phase.CLOSED;
    }

    /** Asks for one and does not wait. */
    Opening ask(String component, String account) {
        return client().open(OWNER, new OpenRequest(wanted(component, account), new TreeMap<>()));
    }

    /** How far it is. */
    Opening look(String component, String account) {
        return look(component, account, Optional.empty());
    }

    private Opening look(String component, String account, Optional<String> known) {
        return client().look(OWNER, wanted(component, account), known, LOOK);
    }

    private static Wanted wanted(String component, String account) {
        return new Wanted(component, Optional.empty(), Optional.of(account));
    }

    void stop(String id) {
        client().stop(OWNER, id);
    }

    private EnginesClient client() {
        return new EnginesClient(system.state().resolve("control.sock"));
    }

    /** All that there are, as the command tells programs. */
    List<JsonNode> listed() {
        Command.Result result = system.stead("engine", "list", system.name(), "--json");
        assertThat(result.status()).as(result.all()).isZero();
        return JSON.readTree(result.out()).path("engines").valueStream().toList();
    }

    /** All that there are. */
    List<EngineView> list() {
        return client().list(OWNER, true);
    }

    /** Those of one component. */
    List<EngineView> of(String component) {
        return list().stream().filter(e -> e.component().equals(component)).toList();
    }

    /** The main process of an engine. */
    long pid(String id) {
        return list().stream()
                .filter(e -> e.id().equals(id))
                .flatMapToLong(e -> e.pid().stream())
                .findFirst()
                .orElse(0);
    }

    boolean isThere(String id) {
        return list().stream().anyMatch(e -> e.id().equals(id));
    }

    /** Waits until a warm one of a component is ready; gives its id. */
    String warm(String component) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                of(component).stream()
                                        .filter(e -> e.user().isEmpty())
                                        .filter(e -> e.state().equals("ready"))
                                        .map(e -> e.id())
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The host of an engine. */
    String host(String id) {
        return id + "." + system.domain();
    }

    /** The origin of an engine. */
    String url(String id) {
        return "https://" + host(id) + ":" + system.https();
    }
}
