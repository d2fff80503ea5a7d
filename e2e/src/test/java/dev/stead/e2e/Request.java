package dev.stead.e2e;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a visitor asks for.
 *
 * @param url absolute, on a host of the system
 * @param headers whole lines, besides Host and Content-Length
 */
record Request(String method, String url, List<String> headers, String body) {
    Request {
        headers = List.copyOf(headers);
    }

    static Request get(String url) {
        return new Request("GET", url, List.of(), "");
    }

    /** What a browser sends when somebody follows a link or types an address. */
    static Request navigation(String url) {
        return get(url).with("Accept: text/html,application/xhtml+xml,*/*;q=0.8")
                .with("Sec-Fetch-Mode: navigate")
                .with("Sec-Fetch-Dest: document");
    }

    /** What a browser sends when somebody sends a form of a page of the same origin. */
    static Request form(String url, Map<String, String> fields) {
        StringJoiner body = new StringJoiner("&");
        fields.forEach((name, value) -> body.add(encoded(name) + "=" + encoded(value)));
        return new Request("POST", url, navigation(url).headers(), body.toString())
                .with("Content-Type: application/x-www-form-urlencoded")
                .with("Origin: " + origin(url));
    }

    static Request json(String method, String url, String body) {
        return new Request(method, url, List.of("Content-Type: application/json"), body)
                .with("Origin: " + origin(url));
    }

    /** The same with one more header. */
    Request with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new Request(method, url, more, body);
    }

    /** The same at another URL. */
    Request at(String other) {
        return new Request(method, other, headers, body);
    }

    String host() {
        return URI.create(url).getHost();
    }

    /** As it goes over the wire. */
    byte[] bytes() {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(target()).append(" HTTP/1.1\r\n");
        text.append("Host: ").append(URI.create(url).getAuthority()).append("\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        if (!method.equals("GET")) {
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            text.append("Content-Length: ").append(length).append("\r\n");
        }
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    private String target() {
        String rest = url.substring(origin(url).length());
        int fragment = rest.indexOf('#');
        String target = fragment < 0 ? rest : rest.substring(0, fragment);
        return target.startsWith("/") ? target : "/" + target;
    }

    static String origin(String url) {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
