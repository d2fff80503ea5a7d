package dev.stead.gateway;

import dev.stead.gateway.Destination.Programs;
import dev.stead.model.Route;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request that a program answers by CGI (RFC 3875); rewritten on its way like any other, and then
 * turned into variables.
 */
final class CgiRequest extends DefaultHttpRequest {
    private final Script script;
    private final String prefix;
    private final String host;
    private final Peer client;

    /**
     * A request.
     *
     * @param prefix of the route, as far as the program sees it
     */
    CgiRequest(HttpRequest head, Script script, String prefix, String host, Peer client) {
        super(head.protocolVersion(), head.method(), head.uri(), head.headers());
        this.script = script;
        this.prefix = prefix;
        this.host = host;
        this.client = client;
    }

    /** The same request, for a program. */
    static Request of(ClientConnection client, Request request, Programs to, Script script) {
        Route route = to.route();
        String prefix = route.strip() || route.path().equals("/") ? "" : route.path();
        return new Request(
                new CgiRequest(request.head(), script, prefix, request.host(), client.peer()),
                request.host(),
                request.path(),
                request.id());
    }

    /** Another request for the same program, of the same visitor. */
    CgiRequest with(HttpRequest head) {
        return new CgiRequest(head, script, prefix, host, client);
    }

    /** Whether the length of the body is known before it comes, as CGI demands. */
    static boolean isSized(HttpRequest head) {
        return !HttpUtil.isTransferEncodingChunked(head);
    }

    /** The variables, by name (RFC 3875, 4.1, and what PHP programs look for besides). */
    Map<String, String> variables() {
        Map<String, String> all = new LinkedHashMap<>();
        int mark = uri().indexOf('?');
        all.put("GATEWAY_INTERFACE", "CGI/1.1");
        all.put("SERVER_SOFTWARE", "stead");
        all.put("SERVER_PROTOCOL", "HTTP/1.1");
        all.put("SERVER_NAME", host);
        all.put("SERVER_PORT", Integer.toString(client.port()));
        all.put("REQUEST_METHOD", method().name());
        all.put("REQUEST_URI", uri());
        all.put("QUERY_STRING", mark < 0 ? "" : uri().substring(mark + 1));
        all.put("DOCUMENT_ROOT", script.root().toString());
        all.put("SCRIPT_FILENAME", script.file().toString());
        all.put("SCRIPT_NAME", prefix + script.name());
        all.put("DOCUMENT_URI", prefix + script.name() + script.info());
        if (!script.info().isEmpty()) {
            all.put("PATH_INFO", script.info());
            all.put("PATH_TRANSLATED", script.root() + script.info());
        }
        all.put("REMOTE_ADDR", client.address());
        all.put("REQUEST_SCHEME", client.tls() ? "https" : "http");
        if (client.tls()) {
            all.put("HTTPS", "on");
        }
        // PHP built to demand it runs nothing that a web server did not ask for.
        all.put("REDIRECT_STATUS", "200");
        all.put("CONTENT_TYPE", headers().get(HttpHeaderNames.CONTENT_TYPE, ""));
        all.put("CONTENT_LENGTH", headers().get(HttpHeaderNames.CONTENT_LENGTH, ""));
        addHeaders(all);
        String user = headers().get(HeaderNames.STEAD_USER);
        if (user != null) {
            all.put("REMOTE_USER", user);
        }
        return all;
    }

    /**
     * Headers become {@code HTTP_…}. Names that two spellings lead to (hyphen or underscore) are
     * taken with hyphens only, so that nobody forges one by the other, and {@code Proxy} never:
     * many programs take HTTP_PROXY for their own proxy (CVE-2016-5385).
     */
    private void addHeaders(Map<String, String> all) {
        Map<String, String> values = new HashMap<>();
        Iterator<Map.Entry<CharSequence, CharSequence>> each = headers().iteratorCharSequence();
        while (each.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = each.next();
            String name = header.getKey().toString().toUpperCase(Locale.ROOT);
            if (isPassed(name)) {
                String joint = name.equals("COOKIE") ? "; " : ", ";
                values.merge(
                        "HTTP_" + name.replace('-', '_'),
                        header.getValue().toString(),
                        (one, other) -> one + joint + other);
            }
        }
        all.putAll(values);
    }

    private static boolean isPassed(String upper) {
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-') {
                return false;
            }
        }
        return switch (upper) {
            case "PROXY", "CONTENT-TYPE", "CONTENT-LENGTH", "TRANSFER-ENCODING", "CONNECTION" ->
                    false;
            default -> true;
        };
    }

    /** Whether the client waits for a word before it sends the body. */
    boolean awaitsWord() {
        HttpHeaders asked = headers();
        return asked.contains(HttpHeaderNames.EXPECT) && HttpUtil.is100ContinueExpected(this);
    }
}
