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
 * @param user user name to run as; empty means the user of this process
 * @param limits what it may use
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
        Limits limits) {
    public Launch {
        command = List.copyOf(command);
        env = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(env));
    }
}
