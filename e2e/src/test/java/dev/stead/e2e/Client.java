package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

/**
 * A visitor with cookies that trusts a system's own authority; a browser without scripts. Each
 * request has a connection of its own.
 */
final class Client {
    /** The name of the session cookie at each origin. */
    static final String SESSION = "__Host-Http-stead";

    private static final int MOST_REDIRECTS = 12;
    private static final Pattern HIDDEN = Pattern.compile("<input\\b[^>]*type=.?hidden[^>]*>");

    private final TestSystem system;
    private final SSLContext trust;
    private final String address;
    private final Jar jar;

    Client(TestSystem system) {
        this(system, "127.0.0.1");
    }

    /** A visitor who has signed in with the password of everybody ({@link People}). */
    static Client of(TestSystem system, String name) throws IOException {
        Client client = new Client(system);
        client.signIn(name, People.PASSWORD);
        return client;
    }

    /** A visitor from another address of loopback. */
    Client(TestSystem system, String address) {
        this(system, Trust.in(system.authority()), address, new Jar());
    }

    private Client(TestSystem system, SSLContext trust, String address, Jar jar) {
        this.system = system;
        this.trust = trust;
        this.address = address;
        this.jar = jar;
    }

    /** The same visitor from another address. */
    Client from(String other) {
        return new Client(system, trust, other, jar);
    }

    /** A visitor without cookies, from the same address. */
    Client stranger() {
        return new Client(system, trust, address, new Jar());
    }

    /** Cookies of a host by name; changes count. */
    Map<String, String> cookies(String host) {
        return jar.of(host);
    }

    /** GET of a path at the domain, or of a URL, as a program does it. */
    Answer get(String where) throws IOException {
        return send(Request.get(url(where)));
    }

    /** One request with the cookies of its host; no redirect is followed. */
    Answer send(Request request) throws IOException {
        try (Line line = line(request.host())) {
            line.send(withCookies(request).with("Connection: close"));
            Answer answer = line.readAll(request.url());
            jar.take(request.host(), answer);
            return answer;
        }
    }

    /** A connection to a host. */
    Line line(String host) throws IOException {
        return new Line(trust, address, host, system.https());
    }

    /** A connection on which the request is sent and the head of its answer is read. */
    Line opened(Request request, int status) throws IOException {
        Line line = line(request.host());
        line.send(withCookies(request));
        assertThat(line.readHead(request.url()).status()).as(request.url()).isEqualTo(status);
        return line;
    }

    Request withCookies(Request request) {
        String cookies = jar.header(request.host());
        return cookies.isEmpty() ? request : request.with("Cookie: " + cookies);
    }

    /** One navigation, no redirect followed. */
    Answer step(String where) throws IOException {
        return send(Request.navigation(url(where)));
    }

    /** A navigation to where it ends. */
    Answer open(String where) throws IOException {
        return follow(step(where));
    }

    /** Goes on to where redirects lead. */
    Answer follow(Answer answer) throws IOException {
        Answer now = answer;
        for (int i = 0; !now.location().isEmpty(); i++) {
            assertThat(i).as("redirects in a circle at " + now.url()).isLessThan(MOST_REDIRECTS);
            now = step(now.location());
        }
        return now;
    }

    /** Sends the form of a page, what is hidden in it included, and follows. */
    Answer submit(Answer page, String path, Map<String, String> fields) throws IOException {
        Map<String, String> all = hidden(page.body());
        all.putAll(fields);
        return follow(send(Request.form(Request.origin(page.url()) + path, all)));
    }

    /** Gives name and password on the sign-in page. */
    Answer submit(Answer signInPage, String name, String password) throws IOException {
        return submit(signInPage, "/sign-in", Map.of("name", name, "password", password));
    }

    /** Signs in at Stead's own pages, and demands that it works. */
    Answer signIn(String name, String password) throws IOException {
        Answer home = submit(open(system.own() + "/"), name, password);
        assertThat(home.status()).as(home.url() + "\n" + home.head()).isEqualTo(200);
        assertThat(Request.origin(home.url())).isEqualTo(system.own());
        assertThat(signedIn()).as("signed in as " + name + ": " + home.body()).isTrue();
        return home;
    }

    /** Whether there is a session at Stead's own pages. */
    boolean signedIn() throws IOException {
        return get(system.own() + "/api/v1/me").status() == 200;
    }

    /** Signs out at Stead's own pages. */
    Answer signOut() throws IOException {
        return send(Request.form(system.own() + "/sign-out", Map.of()));
    }

    private String url(String where) {
        return where.startsWith("/") ? system.url() + where : where;
    }

    private static Map<String, String> hidden(String page) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher inputs = HIDDEN.matcher(page);
        while (inputs.find()) {
            String name = attribute(inputs.group(), "name");
            if (!name.isEmpty()) {
                fields.put(name, attribute(inputs.group(), "value"));
            }
        }
        return fields;
    }

    private static String attribute(String element, String name) {
        Matcher value = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(element);
        return value.find() ? value.group(1).replace("&amp;", "&").replace("&#39;", "'") : "";
    }
}
