package dev.stead.control;

import dev.stead.api.InstanceSpec;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.Health;
import dev.stead.model.Php;
import dev.stead.model.Wanted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs php-fpm for a {@link Php}: one master with up to so many workers, in the foreground, as the
 * component's user. It listens on a Unix socket that this user alone (and root) may use, and not on
 * a port: whoever can speak FastCGI with php-fpm can have it run what he likes.
 */
final class PhpRecipe implements Recipe<Php> {
    private static final Path PROGRAMS = Path.of("/usr/sbin");
    private static final String PREFIX = "php-fpm";
    private static final String SOCKET = "tmp/php.sock";

    /** Of the name of a Unix socket (unix(7)), its end included. */
    private static final int LONGEST = 107;

    /** Where an instance answers. */
    static Path socket(Path run) {
        return run.resolve(SOCKET);
    }

    @Override
    public List<String> packages(Php php) {
        return List.of("php-fpm");
    }

    @Override
    public List<SteadException> obstacles(Php php, Surroundings around) {
        List<SteadException> obstacles = new ArrayList<>();
        if (program().isEmpty()) {
            obstacles.addAll(
                    DatabaseRecipe.missingProgram(php, PROGRAMS.resolve(PREFIX), "php-fpm"));
        }
        Path socket = socket(around.state().run(php.name() + "-99999"));
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            obstacles.add(
                    new SteadException(
                            Code.HOST,
                            php.name() + ": the name of its socket would be too long: " + socket,
                            "put the state of the system in a folder with a shorter name"));
        }
        obstacles.addAll(ServiceRecipe.missingSecrets(php.name(), php.env(), around));
        return obstacles;
    }

    @Override
    public List<String> secrets(Php php) {
        return ServiceRecipe.madeSecrets(php.env());
    }

    @Override
    public boolean stablePort() {
        return false;
    }

    @Override
    public int replicas(Php php) {
        return 1;
    }

    @Override
    public Wanted.Replacement replacement() {
        return Wanted.Replacement.ROLLING;
    }

    /** The gateway alone speaks with it. */
    @Override
    public SortedMap<String, String> gives(Php php, Surroundings around) {
        return Collections.emptySortedMap();
    }

    @Override
    public InstanceSpec define(Php php, Surroundings around, String id, OptionalInt port) {
        TreeMap<String, String> env = new TreeMap<>(around.givenTo(php.name()));
        php.env().forEach((name, value) -> env.put(name, ServiceRecipe.text(value)));
        String program = program().orElse(PROGRAMS.resolve(PREFIX)).toString();
        List<String> command =
                List.of(
                        program,
                        "--nodaemonize",
                        "--force-stderr",
                        "--fpm-config",
                        "${FILES}/php-fpm.conf");
        List<String> listens = List.of("/usr/bin/test", "-S", "${RUN}/" + SOCKET);
        List<String> sessions = List.of("/bin/mkdir", "-p", "${DATA}/sessions");
        return new Definition(command, env)
                .in(around.release(php.name()))
                .withFile("php-fpm.conf", configuration(php))
                .preparedBy(sessions)
                .checkedBy(Health.of(new Health.Command(listens)))
                .stoppedBy("QUIT", php.stop())
                .limitedTo(php.limits())
                .instance(id, php.name(), php.kind(), port);
    }

    /** The newest php-fpm of this host: Debian puts the version in its name. */
    private static Optional<Path> program() {
        try (Stream<Path> all = Files.list(PROGRAMS)) {
            return all.filter(p -> p.getFileName().toString().matches("php-fpm[0-9]+\\.[0-9]+"))
                    .filter(Files::isExecutable)
                    .max(Comparator.comparing(PhpRecipe::version));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Double version(Path program) {
        return Double.valueOf(program.getFileName().toString().substring(PREFIX.length()));
    }

    /** What php-fpm and its programs write goes to the instance's log; sessions outlive it. */
    private static String configuration(Php php) {
        return """
        [global]
        error_log = /dev/null
        daemonize = no
        process_control_timeout = %1$ds

        [%2$s]
        listen = ${RUN}/%3$s
        listen.mode = 0600
        pm = ondemand
        pm.max_children = %4$d
        pm.process_idle_timeout = 30s
        clear_env = no
        catch_workers_output = yes
        decorate_workers_output = no
        security.limit_extensions = .php
        php_admin_value[error_log] = /proc/self/fd/2
        php_admin_flag[log_errors] = on
        php_flag[display_errors] = off
        php_value[sys_temp_dir] = ${RUN}/tmp
        php_value[upload_tmp_dir] = ${RUN}/tmp
        php_value[session.save_path] = ${DATA}/sessions
        """
                .formatted(Math.max(1, php.stop().toSeconds()), php.name(), SOCKET, php.workers());
    }
}
