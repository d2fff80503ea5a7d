package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A specification with every variable and secret filled in; never written to disk as a whole and
 * never shown.
 *
 * @param question the words of a command that asks it something
 */
record Prepared(
        List<String> command,
        List<List<String>> setup,
        List<String> question,
        SortedMap<String, String> env,
        Path folder,
        SortedMap<String, String> files) {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Names that text may use but that are not put into the environment. */
    private static final Set<String> PLACES = Set.of("DATA", "RUN", "FILES");

    /** Variables that a specification cannot set itself. */
    private static final Set<String> OURS =
            Set.of("PORT", "STEAD_SYSTEM", "STEAD_COMPONENT", "STEAD_INSTANCE");

    /** Names that are filled in within files. */
    private static final Set<String> IN_FILES =
            Set.of("PORT", "DATA", "RUN", "FILES", "TMPDIR", "HOME");

    /**
     * @param question as {@link #question}, not filled in
     * @throws dev.stead.base.SteadException a variable or secret has no value, or a secret would
     *     show in a command
     */
    static Prepared of(
            String system,
            InstanceSpec spec,
            StateFolder folder,
            Secrets secrets,
            List<String> question) {
        SortedMap<String, String> given = given(system, spec, folder);
        SortedMap<String, String> written = new TreeMap<>(spec.env());
        written.keySet().removeAll(OURS);
        Variables variables = new Variables(spec.id(), given, written, secrets::fill);
        SortedMap<String, String> env = new TreeMap<>(given);
        env.keySet().removeAll(PLACES);
        spec.enclosure()
                .ifPresent(enclosure -> env.keySet().removeAll(enclosure.places().keySet()));
        env.putAll(variables.values());
        SortedMap<String, String> files = new TreeMap<>();
        spec.files().forEach((name, text) -> files.put(name, variables.text(text, IN_FILES)));
        return new Prepared(
                variables.words(spec.command()),
                spec.setup().stream().map(variables::words).toList(),
                variables.words(question),
                env,
                spec.folder().orElseGet(() -> home(spec, folder)),
                files);
    }

    /** What it keeps; of an instance that is set apart, the link to its home. */
    private static Path home(InstanceSpec spec, StateFolder folder) {
        return spec.enclosure().isPresent()
                ? RunFolder.home(folder.run(spec.id()))
                : folder.data(spec.component());
    }

    private static SortedMap<String, String> given(
            String system, InstanceSpec spec, StateFolder folder) {
        Path run = folder.run(spec.id());
        Path data = home(spec, folder);
        SortedMap<String, String> given =
                new TreeMap<>(
                        Map.of(
                                "HOME", data.toString(),
                                "TMPDIR", RunFolder.temporary(run).toString(),
                                "PATH", PATH,
                                "LANG", "C.UTF-8",
                                "STEAD_SYSTEM", system,
                                "STEAD_COMPONENT", spec.component(),
                                "STEAD_INSTANCE", spec.id(),
                                "DATA", data.toString(),
                                "RUN", run.toString(),
                                "FILES", RunFolder.files(run).toString()));
        spec.enclosure().ifPresent(enclosure -> given.putAll(enclosure.places()));
        spec.port().ifPresent(port -> given.put("PORT", String.valueOf(port)));
        return given;
    }
}
