package dev.stead.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds the table of allowed edges between modules: a role never depends on a role. */
final class EdgesTest {
    private static final String ROOT = "dev.stead.";

    private static final Map<String, Set<String>> ALLOWED =
            Map.of(
                    "model", Set.of(),
                    "base", Set.of(),
                    "api", Set.of("model", "base"),
                    "driver", Set.of("model", "base"),
                    "agent", Set.of("model", "base", "api", "driver"),
                    "gateway", Set.of("model", "base", "api"),
                    "control", Set.of("model", "base", "api"),
                    "console", Set.of("model", "base", "api"),
                    "cli", Set.of("model", "base", "api"),
                    "app",
                            Set.of(
                                    "model", "base", "api", "driver", "agent", "gateway", "control",
                                    "console", "cli"));

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    // What only tests use is no part of the product.
                    .withImportOption(location -> !location.contains("/dev/stead/testing/"))
                    .importPackages("dev.stead");

    @Test
    void modulesDependOnlyOnWhatTheTableAllows() {
        Map<String, Set<String>> forbidden = new TreeMap<>();
        for (JavaClass from : classes) {
            from.getDirectDependenciesFromSelf().stream()
                    .map(d -> d.getTargetClass())
                    .filter(to -> to.getPackageName().startsWith(ROOT))
                    .filter(to -> !module(to).equals(module(from)))
                    .filter(to ->
                            !ALLOWED.getOrDefault(module(from), Set.of()).contains(module(to)))
                    .forEach(to ->
                            forbidden
                                    .computeIfAbsent(from.getName(), n -> new TreeSet<>())
                                    .add(to.getName()));
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void everyModuleIsInTheTable() {
        Set<String> found = new TreeSet<>();
        classes.forEach(c -> found.add(module(c)));
        assertThat(found).isEqualTo(new TreeSet<>(ALLOWED.keySet()));
    }

    @Test
    void theModelTouchesNoDiskSocketOrClock() {
        Set<String> touched = new TreeSet<>();
        classes.stream()
                .filter(c -> module(c).equals("model"))
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .map(d -> d.getTargetClass().getName())
                .filter(name ->
                        name.startsWith("java.nio.file.")
                                || name.startsWith("java.nio.channels.")
                                || name.startsWith("java.net.")
                                || name.startsWith("java.io.File")
                                || name.startsWith("java.sql.")
                                || name.startsWith("java.time.Clock")
                                || name.equals("java.lang.ProcessBuilder"))
                .forEach(touched::add);
        // InetAddress.ofLiteral and URI parse and never ask anybody.
        assertThat(touched)
                .isSubsetOf("java.net.InetAddress", "java.net.URI", "java.net.URISyntaxException");
    }

    private static String module(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
