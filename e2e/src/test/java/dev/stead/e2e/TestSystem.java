package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Caller;
import dev.stead.api.ControlClient;
import dev.stead.base.Json;
import dev.stead.base.SteadException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A system of a test's own: a short folder below /tmp for its file and its state, ports of its own
 * on loopback. Closing it takes it down and removes what it made, users too.
 */
final class TestSystem implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Caller OWNER = new Caller.Owner("test");

    private final Path folder;
    private final String name;
    private final int https = freePort();
    private final int http = freePort();
    private Path launcher;
    private List<String> prefix = List.of();
    private final Map<String, String> env = new TreeMap<>();

    static TestSystem of(String kind) {
        try {
            return new TestSystem(kind);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private TestSystem(String kind) throws IOException {
        this(
                kind,
                Files.createTempDirectory(Path.of("/tmp"), "se-"),
                Project.root().resolve("stead"));
    }

    private TestSystem(String kind, Path folder, Path launcher) throws IOException {
        this.folder = folder;
        this.launcher = launcher;
        this.name = kind + "-" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 20), 36);
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(folder.resolve("src"));
        env.put("STEAD_STATE_HOME", stateHome().toString());
    }

    /** Another system beside this one, in the same state home. */
    TestSystem beside(String kind) throws IOException {
        TestSystem other = new TestSystem(kind, folder.resolve("o"), launcher);
        other.env.put("STEAD_STATE_HOME", stateHome().toString());
        return other;
    }

    String name() {
        return name;
    }

    Path folder() {
        return folder;
    }

    /** Where the system's file and sources are. */
    Path source() {
        return folder.resolve("src");
    }

    Path stateHome() {
        return Path.of(env.getOrDefault("STEAD_STATE_HOME", folder.resolve("v").toString()));
    }

    Path state() {
        return stateHome().resolve(name);
    }

    Path authority() {
        return state().resolve("tls/ca.pem");
    }

    int https() {
        return https;
    }

    /** The origin of the domain. */
    String url() {
        return "https://" + domain() + ":" + https;
    }

    /** The origin of Stead's own pages. */
    String own() {
        return "https://stead." + domain() + ":" + https;
    }

    String domain() {
        return name + ".localhost";
    }

    /**
     * Writes the system file: the given components, two spaces deep, under this system's name and
     * ports.
     */
    void write(String components) throws IOException {
        Files.writeString(
                source().resolve("stead.yaml"),
                "system: "
                        + name
                        + "\nlisten: { https: "
                        + https
                        + ", http: "
                        + http
                        + " }\ncomponents:\n"
                        + components.indent(2));
    }

    /** Copies an example, and writes its components under this system's name and ports. */
    void example(String example) throws IOException {
        Path from = Project.root().resolve("examples").resolve(example);
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = source().resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        String file = Files.readString(from.resolve("stead.yaml"));
        write(file.substring(file.indexOf("components:") + 11).stripIndent());
    }

    /** Puts one of the test programs into a folder of the source. */
    void program(String file, String intoFolder) throws IOException {
        Path to = source().resolve(intoFolder);
        Files.createDirectories(to);
        try (var in = TestSystem.class.getResourceAsStream("/apps/" + file)) {
            Files.write(to.resolve(file), in == null ? new byte[0] : in.readAllBytes());
        }
    }

    /** From now on another user runs it, from a copy that this user can read. */
    void runAs(String user, Path copy) {
        launcher = copy;
        prefix = List.of("setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups");
        env.put("HOME", folder.resolve("h").toString());
        Command.run(
                folder,
                Map.of(),
                List.of("/bin/sh", "-c", "mkdir -p h v && chown " + user + " h v"));
    }

    /** Runs stead; its file is the current folder's. */
    Command.Result stead(String... arguments) {
        return Command.run(source(), env, words(arguments));
    }

    /** Runs stead with this to read, and demands that it is done. */
    Command.Result steadReading(String input, String... arguments) {
        Command.Result result = Command.run(source(), env, words(arguments), input);
        assertThat(result.status()).as(String.join(" ", arguments) + result.all()).isZero();
        return result;
    }

    /** The whole command line. */
    List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(prefix);
        words.add(launcher.toString());
        words.addAll(Arrays.asList(arguments));
        return words;
    }

    Map<String, String> env() {
        return env;
    }

    /** Brings it up, detached, and demands that it is; tells what was said. */
    String up() {
        return steadReading("", "up", "--yes", "--detach").out();
    }

    /** What {@code stead status --json} shows, asked for as the command does, without a process. */
    JsonNode status() {
        try {
            ControlClient client = new ControlClient(state().resolve("control.sock"));
            return JSON.readTree(new Json().writePretty(client.status(OWNER)));
        } catch (SteadException e) {
            throw new AssertionError("no status of " + name + ": " + e.what(), e);
        }
    }

    long serverPid() {
        return status().at("/stead/pid").asLong();
    }

    /** Pids of the instances, by id. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new TreeMap<>();
        for (JsonNode component : status().path("components")) {
            for (JsonNode instance : component.path("instances")) {
                pids.put(instance.path("id").asString(), instance.path("pid").asLong());
            }
        }
        return pids;
    }

    /** State of a component. */
    String state(String component) {
        for (JsonNode c : status().path("components")) {
            if (c.path("name").asString().equals(component)) {
                return c.path("state").asString();
            }
        }
        return "absent";
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(state().resolve("control.sock"))) {
            stead("down", name);
        }
        Processes.killMarked(name);
        Users.removeBelow(folder);
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Command.run(Path.of("/"), Map.of(), List.of("/bin/rm", "-rf", folder.toString()));
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Files below the folder, for tests that look into all of them. */
    List<Path> stateFiles() throws IOException {
        try (Stream<Path> files = Files.walk(state())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
