package dev.stead.console;

import java.util.List;
import java.util.regex.Pattern;

/** The cookies of Stead's own pages. */
final class Cookies {
    /** Of a session, at every origin. */
    static final String SESSION = "__Host-Http-stead";

    /** Between a password and the code of a second factor. */
    static final String PENDING = "__Host-Http-stead-pending";

    private static final String FLAGS = "; Path=/; Secure; HttpOnly; SameSite=Lax";
    private static final Pattern VALUE =
            Pattern.compile("[\\x21\\x23-\\x2b\\x2d-\\x3a\\x3c-\\x5b\\x5d-\\x7e]+");

    private Cookies() {}

    /**
     * The value of the one cookie with this name; empty when there is none, or several: then one of
     * them was planted.
     *
     * @param headers every {@code Cookie} header of a request
     */
    static String only(List<String> headers, String name) {
        List<String> found =
                headers.stream()
                        .flatMap(h -> Pattern.compile(";").splitAsStream(h))
                        .map(String::strip)
                        .filter(c -> c.startsWith(name + "="))
                        .map(c -> c.substring(name.length() + 1))
                        .toList();
        return found.size() == 1 ? found.getFirst() : "";
    }

    /** A {@code Set-Cookie} that lasts as long as the browser runs. */
    static String set(String name, String value) {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a value of a cookie");
        }
        return name + "=" + value + FLAGS;
    }

    /** A {@code Set-Cookie} that takes the cookie away. */
    static String clear(String name) {
        return name + "=" + FLAGS + "; Max-Age=0";
    }
}
