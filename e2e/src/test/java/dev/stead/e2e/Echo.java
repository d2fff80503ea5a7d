package dev.stead.e2e;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.List;

/** The test program that tells what reached it, under routes of each access. */
final class Echo {
    private static final JsonMapper JSON = new JsonMapper();

    /** {@code /app} for whoever signed in, {@code /open}, {@code /plans}, and a host of its own. */
    private static final String FILE =
            """
            web:
              service: /usr/bin/python3 echo.py ${PORT}
              source: ./app
              route:
                - /app
                - { path: /open, access: public }
                - { path: /plans, access: { groups: [planners] } }
                - { host: other, path: / }
            """;

    /** The same program as an attacker's: under a host of its own and beside others. */
    private static final String HOSTILE =
            """
            evil:
              service: /usr/bin/python3 echo.py ${PORT}
              source: ./app
              route:
                - /evil
                - { host: evil, path: / }
            """;

    private Echo() {}

    /** Writes the system's file. */
    static void write(TestSystem system) throws IOException {
        system.program("echo.py", "app");
        system.write(FILE);
    }

    /** The same, with a hostile component. */
    static void writeWithHostile(TestSystem system) throws IOException {
        system.program("echo.py", "app");
        system.write(FILE + HOSTILE);
    }

    /** What reached the program. */
    static JsonNode asked(Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer.url() + " answered " + answer.head());
        }
        return JSON.readTree(answer.body());
    }

    /** Values of a header that reached it; lower case name. */
    static List<String> headers(Answer answer, String name) {
        return asked(answer)
                .path("headers")
                .valueStream()
                .filter(header -> header.path(0).asString().equals(name))
                .map(header -> header.path(1).asString())
                .toList();
    }

    /** Who the gateway said was asking; empty for nobody. */
    static String user(Answer answer) {
        return String.join(",", headers(answer, "x-stead-user"));
    }
}
