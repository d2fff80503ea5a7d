package dev.stead.control;

import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.Component;
import dev.stead.model.Health;
import dev.stead.model.Wanted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the recipes of databases share: one instance, a data directory that only one server at a
 * time may use, a port that others know, a password.
 */
abstract class DatabaseRecipe<C extends Component> implements Recipe<C> {
    @Override
    public final List<String> secrets(C database) {
        return List.of(password(database));
    }

    @Override
    public final boolean stablePort() {
        return true;
    }

    @Override
    public final int replicas(C database) {
        return 1;
    }

    @Override
    public final Wanted.Replacement replacement() {
        return Wanted.Replacement.IN_PLACE;
    }

    /** Where things are, for set-up scripts; the agent fills these in. */
    static SortedMap<String, String> places() {
        return new TreeMap<>(Map.of("DATA", "${DATA}", "FILES", "${FILES}"));
    }

    /** What a database that speaks SQL gives to components that need it. */
    static SortedMap<String, String> sqlGifts(
            Component database, String scheme, Surroundings around) {
        String name = database.name();
        String place = "127.0.0.1:" + around.ports().apply(name);
        String password = Surroundings.secret(password(database));
        TreeMap<String, String> gifts = new TreeMap<>();
        gifts.put("HOST", "127.0.0.1");
        gifts.put("PORT", Integer.toString(around.ports().apply(name)));
        gifts.put("USER", name);
        gifts.put("NAME", name);
        gifts.put("PASSWORD", password);
        gifts.put("URL", scheme + "://" + name + ":" + password + "@" + place + "/" + name);
        return gifts;
    }

    /** Watched by this probe; it may take minutes to start, when it has to recover. */
    static Health patiently(Health.Probe probe) {
        return new Health(
                probe, Duration.ofSeconds(2), Duration.ofSeconds(2), 3, Duration.ofMinutes(5));
    }

    /** The name of the secret that holds its password. */
    static String password(Component database) {
        return database.name() + "-password";
    }

    /**
     * The major version of what a data directory holds, from the file in which the server (or we)
     * wrote it.
     */
    static Optional<String> majorOf(Path file) {
        try {
            String text = Files.readString(file).strip();
            int dot = text.indexOf('.');
            return Optional.of(dot < 0 ? text : text.substring(0, dot));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The obstacle that a data directory of another major version is. */
    static Optional<SteadException> otherMajor(
            Component database, String server, int wanted, Path data, Path versionFile) {
        return majorOf(versionFile)
                .filter(found -> !found.equals(Integer.toString(wanted)))
                .map(found ->
                        new SteadException(
                                Code.HOST,
                                database.name()
                                        + ": the data directory "
                                        + data
                                        + " is of "
                                        + server
                                        + " "
                                        + found
                                        + ", the file asks for "
                                        + wanted,
                                "write `"
                                        + database.kind()
                                        + ": "
                                        + found
                                        + "` again, or dump the data, move the directory"
                                        + " away and load the dump; nothing was touched"));
    }

    /**
     * The obstacle that a missing program is, looked for only when its package is said to be
     * installed.
     */
    static List<SteadException> missingProgram(
            Component database, Path program, String packageName) {
        if (Files.isExecutable(program)) {
            return List.of();
        }
        return List.of(
                new SteadException(
                        Code.HOST,
                        database.name() + ": the program " + program + " is missing",
                        "install it: apt-get install " + packageName));
    }
}
