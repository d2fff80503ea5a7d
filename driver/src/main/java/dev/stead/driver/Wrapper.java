package dev.stead.driver;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The words with which one process becomes a program. Its pid stays the same through all stages:
 *
 * <pre>
 *   (unshare: a view of the host's files of its own, for what is enclosed)
 *   JOIN (a shell as the server's user): writes its record, joins its cgroups, mounts
 *     -> setpriv: no new privileges; the user and groups of the component
 *       -> ENTER (a shell as that user): enters the folder, takes up the environment
 *         -> the program
 * </pre>
 *
 * <p>The scripts are fixed; all that varies is in positional parameters. The environment travels
 * under disguised names until ENTER, so that a component's LD_PRELOAD or PATH means nothing to what
 * still runs as root. Until the last stage the process bears {@link #NAME}, {@link #UNSHARE} or
 * {@link #SETPRIV} as the name that the kernel keeps even of a zombie, and {@link #stages} as its
 * command line: that tells a program that could not be started from one that ended at once.
 *
 * @param program of the first stage
 * @param words command line of the first stage
 * @param stages the command lines of all stages before the program, as {@link
 *     Processes#commandLine} reads them
 * @param env environment of the first stage
 */
record Wrapper(Path program, List<String> words, List<String> stages, Map<String, String> env) {
    static final Path SHELL = Path.of("/bin/sh");
    static final String NAME = "stead-start";
    static final String SETPRIV = "setpriv";
    static final String UNSHARE = "unshare";

    /** Exit status of a stage that could not do its part; 126 and 127 are the shell's own. */
    static final int CANNOT_JOIN = 125;

    static final int CANNOT_ENTER = 124;
    static final int CANNOT_MOUNT = 123;

    private static final String DISGUISE = "stead_env_";

    // 1: name, 2: record, 3: system, 4: instance, 5: boot id, 6: table of mounts or "-", then
    // cgroup.procs files, "--", words.
    private static final String JOIN =
            """
            umask 077
            printf %s "$1" >"/proc/$$/comm" || exit 125
            read -r stead_stat <"/proc/$$/stat" || exit 125
            printf '%s\\n' "$3" "$4" "$5" "$stead_stat" "$3" "$4" "$5" "$stead_stat" >"$2" || exit 125
            unset stead_stat
            umask 022
            [ "$6" = - ] || /bin/mount --all --fstab "$6" || exit 123
            umask 077
            shift 6
            while [ "$1" != -- ]; do
              echo "$$" >"$1" || exit 125
              shift
            done
            shift
            exec "$@"
            """;

    // 1: name, 2: folder, then names of variables, "--", words of the program.
    private static final String ENTER =
            """
            umask 077
            printf %s "$1" >"/proc/$$/comm"
            cd -- "$2" || exit 124
            unset PWD OLDPWD SHLVL
            shift 2
            while [ "$1" != -- ]; do
              eval "export $1=\\"\\$stead_env_$1\\""
              unset "stead_env_$1"
              shift
            done
            shift
            exec "$@"
            """;

    /**
     * @param cgroups files that the process has to write its pid to
     * @param record file for the process's record of itself
     * @param boot the machine's boot id
     * @param setpriv the program; empty leaves it out
     * @param identity user to become; empty stays the server's
     * @param room where what is enclosed is put
     */
    static Wrapper of(
            Launch launch,
            List<Path> cgroups,
            Path record,
            String boot,
            Optional<Path> setpriv,
            Optional<Identity> identity,
            Optional<Room> room) {
        List<String> enter = enter(launch);
        List<String> change = change(setpriv, identity, enter);
        List<String> join = new ArrayList<>(List.of(SHELL.toString(), "-c", JOIN, NAME, NAME));
        join.addAll(List.of(record.toString(), launch.system(), launch.instance(), boot));
        join.add(room.map(r -> r.mounts().toString()).orElse("-"));
        cgroups.forEach(c -> join.add(c.toString()));
        join.add("--");
        join.addAll(change);
        List<String> first = new ArrayList<>();
        room.ifPresent(r -> first.addAll(Barriers.words(r.unshare())));
        first.addAll(join);
        List<String> stages = List.of(line(first), line(join), line(change), line(enter));
        return new Wrapper(
                room.map(Room::unshare).orElse(SHELL),
                List.copyOf(first),
                stages,
                disguised(launch));
    }

    /**
     * Where what is enclosed is put.
     *
     * @param unshare the program
     * @param mounts a table of mounts, as fstab(5) has it
     */
    record Room(Path unshare, Path mounts) {}

    private static List<String> enter(Launch launch) {
        List<String> words = new ArrayList<>(List.of(SHELL.toString(), "-c", ENTER, NAME, NAME));
        words.add(launch.folder().toString());
        launch.env().keySet().stream()
                .filter(name -> !Marks.of(launch).env().containsKey(name))
                .forEach(words::add);
        words.add("--");
        words.addAll(launch.command());
        return words;
    }

    private static List<String> change(
            Optional<Path> setpriv, Optional<Identity> identity, List<String> enter) {
        List<String> words = new ArrayList<>();
        if (setpriv.isPresent()) {
            words.add(setpriv.get().toString());
            identity.ifPresent(who -> words.addAll(who.words()));
            words.addAll(List.of("--no-new-privs", "--"));
        }
        words.addAll(enter);
        return words;
    }

    private static Map<String, String> disguised(Launch launch) {
        Map<String, String> env = new TreeMap<>();
        launch.env().forEach((name, value) -> env.put(DISGUISE + name, value));
        Map<String, String> marks = Marks.of(launch).env();
        marks.keySet().forEach(name -> env.remove(DISGUISE + name));
        env.putAll(marks);
        return env;
    }

    private static String line(List<String> words) {
        byte[] bytes = (String.join("\0", words) + "\0").getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
