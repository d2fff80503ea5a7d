package dev.stead.e2e;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Accounts, groups and tokens of a system by the command line, as its owner. */
final class People {
    /** What everybody's password is. */
    static final String PASSWORD = "seven green boats at noon";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern FIRST = Pattern.compile("[Pp]assword:?\\s+(\\S+)");

    private final TestSystem system;

    People(TestSystem system) {
        this.system = system;
    }

    /** Adds an account with the password of everybody. */
    void add(String name, String role, String... groups) {
        List<String> words = new ArrayList<>(List.of("account", "add", name, "--role", role));
        for (String group : groups) {
            words.addAll(List.of("--group", group));
        }
        words.add("--password-stdin");
        run(PASSWORD + "\n", words);
    }

    void disable(String name) {
        run("", List.of("account", "disable", name));
    }

    void enable(String name) {
        run("", List.of("account", "enable", name));
    }

    void role(String name, String role) {
        run("", List.of("account", "role", name, role));
    }

    void password(String name, String password) {
        run(password + "\n", List.of("account", "password", name, "--password-stdin"));
    }

    void join(String group, String name) {
        run("", List.of("group", "add", group, name));
    }

    void leave(String group, String name) {
        run("", List.of("group", "remove", group, name));
    }

    /** Makes a token and tells its secret. */
    String token(String account, String name, String scopes, String time) {
        return run(
                        "",
                        List.of(
                                "token", "add", account, name, "--scope", scopes, "--for", time,
                                "--quiet"))
                .out()
                .strip();
    }

    /** Revokes the token of this name. */
    void revoke(String name) {
        for (JsonNode token : list("token")) {
            if (token.path("name").asString().equals(name)) {
                run("", List.of("token", "revoke", token.path("id").asString()));
            }
        }
    }

    /** What {@code stead KIND list} tells. */
    List<JsonNode> list(String kind) {
        return json(List.of(kind, "list", "--json"));
    }

    /** Entries of the audit log, the latest first. */
    List<JsonNode> audit(String... filter) {
        List<String> words = new ArrayList<>(List.of("audit", "--json"));
        words.addAll(Arrays.asList(filter));
        return json(words);
    }

    /** Any of the commands that take {@code --system}. */
    Command.Result run(String input, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--system", system.name()));
        return system.steadReading(input, all.toArray(String[]::new));
    }

    /** The password that the first {@code up} showed; empty when it showed none. */
    static String firstPassword(String said) {
        Matcher password = FIRST.matcher(said);
        return password.find() ? password.group(1) : "";
    }

    /** A list, alone or as the one list of a document. */
    private List<JsonNode> json(List<String> words) {
        JsonNode answer = JSON.readTree(run("", words).out());
        if (!answer.isArray()) {
            for (JsonNode part : answer) {
                if (part.isArray()) {
                    return part.valueStream().toList();
                }
            }
        }
        return answer.valueStream().toList();
    }
}
