package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.InstanceSpec;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.model.EnvValue;
import dev.stead.model.Limits;
import dev.stead.model.Php;
import dev.stead.model.ProxyRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What the recipe defines, given to a real php-fpm. */
final class PhpRecipeIT {
    private static final Php SHOP =
            new Php(
                    "shop",
                    "./web",
                    Optional.of("index.php"),
                    List.of(),
                    List.of(),
                    new TreeMap<>(Map.of("SALT", new EnvValue.Secret("salt", false))),
                    List.of(),
                    2,
                    List.of(),
                    Limits.NONE,
                    Duration.ofSeconds(5),
                    ProxyRules.DEFAULT,
                    Optional.empty());

    @TempDir Path folder;

    private Surroundings around(Path root) {
        StateFolder state = new StateFolder(root);
        return new Surroundings(
                state,
                Map.of("shop", folder),
                _ -> 0,
                Map.of(),
                new Secrets(state.secrets(), new Random(1)));
    }

    @Test
    void startsPhpFpmOnItsSocket() throws Exception {
        InstanceSpec spec =
                new PhpRecipe().define(SHOP, around(folder), "shop-1", OptionalInt.of(9));
        assertThat(spec.env()).containsEntry("SALT", "${secret:salt}");
        Path run = Files.createDirectories(folder.resolve("run"));
        Path temporary = Files.createDirectories(run.resolve("tmp"));
        for (Path place : List.of(folder, run, temporary)) {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        for (var file : spec.files().entrySet()) {
            Files.writeString(run.resolve(file.getKey()), filled(file.getValue(), run));
        }
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        spec.command().forEach(word -> command.add(filled(word, run)));
        Path output = run.resolve("output");
        Process php =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            Path socket = PhpRecipe.socket(run);
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> Files.exists(socket) || !php.isAlive());
            assertThat(socket).as(Files.readString(output)).exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
        } finally {
            php.destroyForcibly().onExit().join();
        }
    }

    private static String filled(String text, Path run) {
        return text.replace("${FILES}", run.toString())
                .replace("${RUN}", run.toString())
                .replace("${DATA}", run.toString());
    }

    @Test
    void tellsOfSecretsWithoutValueAndSocketsThatCannotBe() throws IOException {
        List<String> obstacles =
                new PhpRecipe()
                        .obstacles(SHOP, around(folder.resolve("x".repeat(120)))).stream()
                                .map(e -> String.valueOf(e.getMessage()))
                                .toList();
        assertThat(obstacles)
                .anyMatch(text -> text.contains("the name of its socket would be too long"))
                .anyMatch(text -> text.contains("secret salt"));
    }
}
