package dev.stead.driver;

import dev.stead.model.Limits;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One start of a program.
 *
 * @param system the system it belongs to
 * @param instance the instance it is
 * @param launch unique for each start; every process of it carries it as a mark
 * @param command words; the first is an absolute path or found on PATH of {@code env}
 * @param folder working directory
 * @param env the whole environment
 * @param output file that standard output and error are appended to
 * @param user user name to run as; empty means the user of this process. One that is enclosed has a
 *     number of its own instead, and this user's group besides.
 * @param limits what it may use
 * @param enclosed what it has for itself alone; only root can start such a one
 */
public record Launch(
        String system,
        String instance,
        String launch,
        List<String> command,
        Path folder,
        SortedMap<String, String> env,
        Path output,
        Optional<String> user,
        Limits limits,
        Optional<Enclosed> enclosed) {
    /** One that is not enclosed. */
    public Launch(
            String system,
            String instance,
            String launch,
            List<String> command,
            Path folder,
            SortedMap<String, String> env,
            Path output,
            Optional<String> user,
            Limits limits) {
        this(
                system,
                instance,
                launch,
                command,
                folder,
                env,
                output,
                user,
                limits,
                Optional.empty());
    }

    public Launch {
        command = List.copyOf(command);
        env = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(env));
    }

    /** With one more variable, or another value of it. */
    Launch with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(env);
        more.put(name, value);
        return new Launch(
                system, instance, launch, command, folder, more, output, user, limits, enclosed);
    }
}
