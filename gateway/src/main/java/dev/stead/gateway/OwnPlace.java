package dev.stead.gateway;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Where Stead's own pages are, and how their sign-in is asked for. */
final class OwnPlace {
    private static final int STANDARD = 443;

    /** Longer ones would not fit into a request line once they are escaped in each other. */
    private static final int LONGEST = 6_000;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Supplier<Routes> routes;
    private final IntSupplier httpsPort;

    OwnPlace(Supplier<Routes> routes, IntSupplier httpsPort) {
        this.routes = routes;
        this.httpsPort = httpsPort;
    }

    /** The origin of the own pages; empty when there are none. */
    Optional<String> origin() {
        return routes.get().own().map(this::origin);
    }

    private String origin(String host) {
        int port = httpsPort.getAsInt();
        return "https://" + host + (port == STANDARD ? "" : ":" + port);
    }

    /** Where a request should sign in, to come back to where it wanted to go. */
    Optional<String> entrance(Request request, String state) {
        return origin().map(own -> own + "/enter?to=" + wanted(request) + "&state=" + state);
    }

    /** The page that opens an engine, with what was wanted of it. */
    Optional<String> engine(EngineNames.Named engine, RequestPath wanted) {
        String path = new RequestPath(wanted.path(), "").targetWithout(engine.prefix());
        return origin().map(it -> it + "/engine/" + engine.id() + path + wanted.query());
    }

    private String wanted(Request request) {
        String origin = origin(request.host());
        RequestPath path = request.path();
        // What comes back as a path of its own must not look like the name of another host.
        String plain = path.path().startsWith("//") ? path.merged() : path.path();
        String whole = escape(origin + plain + path.query());
        if (whole.length() > LONGEST) {
            whole = escape(origin + plain);
        }
        return whole.length() > LONGEST ? escape(origin + "/") : whole;
    }

    /** Everything but unreserved characters (RFC 3986, 2.3) escaped. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() * 2);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (PathText.isUnreserved(b)) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HEX.toHexDigits(b));
            }
        }
        return escaped.toString();
    }
}
