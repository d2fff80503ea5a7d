package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.Secrets;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in <code>${NAME}</code> and <code>${secret:NAME}</code>, each once: what a value brings is
 * never filled in again. It knows which variables hold a secret and keeps those out of command
 * words, which every user of the machine can read.
 */
final class Variables {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{(?:(secret:[a-z][a-z0-9-]*)|([A-Za-z_][A-Za-z0-9_]*))}");
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash");

    private final String instance;
    private final Map<String, String> given;
    private final SortedMap<String, String> written;
    private final UnaryOperator<String> secrets;
    private final SortedMap<String, String> resolved = new TreeMap<>();
    private final Set<String> secret = new HashSet<>();

    /**
     * @param instance for messages
     * @param given variables with their values as they are
     * @param written variables whose values may refer to others; one that refers to itself means
     *     the given one
     * @param secrets fills references to secrets in a text, as {@link Secrets#fill(String)}
     */
    Variables(
            String instance,
            Map<String, String> given,
            SortedMap<String, String> written,
            UnaryOperator<String> secrets) {
        this.instance = instance;
        this.given = given;
        this.written = written;
        this.secrets = secrets;
        written.keySet().forEach(name -> resolve(name, new LinkedHashSet<>()));
    }

    /** The written variables with their values. */
    SortedMap<String, String> values() {
        return Collections.unmodifiableSortedMap(resolved);
    }

    /**
     * The words with variables filled in. In the script of {@code sh -c} an unknown name is left to
     * the shell.
     */
    List<String> words(List<String> words) {
        boolean shell =
                words.size() > 2
                        && SHELLS.contains(words.get(0).replaceFirst(".*/", ""))
                        && words.get(1).startsWith("-")
                        && words.get(1).endsWith("c");
        List<String> filled = new ArrayList<>();
        for (String word : words) {
            filled.add(REFERENCE.matcher(word).replaceAll(match -> wordPart(match, shell)));
        }
        return List.copyOf(filled);
    }

    /** Text of a file: these names and secrets are filled in, every other is left as it is. */
    String text(String text, Set<String> names) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> {
                    String reference = match.group();
                    String name = match.group(2);
                    if (name != null && (!names.contains(name) || !known(name))) {
                        return Matcher.quoteReplacement(reference);
                    }
                    return Matcher.quoteReplacement(
                            name == null ? secrets.apply(reference) : value(name));
                });
    }

    private String wordPart(MatchResult match, boolean shell) {
        String name = match.group(2);
        if (name == null || secret.contains(name)) {
            throw new SteadException(
                    Code.WRONG_FILE,
                    "the command of "
                            + instance
                            + " names "
                            + match.group()
                            + (name == null ? "" : ", which holds a secret")
                            + "; every user of this machine can read a command",
                    "let the program read it from its environment");
        }
        if (known(name)) {
            return Matcher.quoteReplacement(value(name));
        }
        if (shell) {
            return Matcher.quoteReplacement(match.group());
        }
        throw unknown(name, "the command");
    }

    private boolean known(String name) {
        return resolved.containsKey(name) || given.containsKey(name);
    }

    private String value(String name) {
        String own = resolved.get(name);
        return own != null ? own : given.getOrDefault(name, "");
    }

    private void resolve(String name, Set<String> path) {
        if (resolved.containsKey(name)) {
            return;
        }
        path.add(name);
        String raw = written.getOrDefault(name, "");
        String value =
                REFERENCE
                        .matcher(raw)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(
                                        valuePart(name, match.group(), match.group(2), path)));
        path.remove(name);
        resolved.put(name, value);
    }

    private String valuePart(
            String owner, String reference, @Nullable String name, Set<String> path) {
        if (name == null) {
            secret.add(owner);
            return secrets.apply(reference);
        }
        if (written.containsKey(name) && !path.contains(name)) {
            resolve(name, path);
            if (secret.contains(name)) {
                secret.add(owner);
            }
            return value(name);
        }
        String plain = given.get(name);
        if (plain != null) {
            return plain;
        }
        if (path.contains(name)) {
            throw new SteadException(
                    Code.WRONG_FILE,
                    "the variables of " + instance + " go in a circle: " + String.join(", ", path),
                    "give one of them a value of its own");
        }
        throw unknown(name, "the variable " + owner);
    }

    private SteadException unknown(String name, String where) {
        return new SteadException(
                Code.WRONG_FILE,
                where + " of " + instance + " names ${" + name + "}, which has no value",
                "set " + name + " under env:, or mend the name");
    }
}
