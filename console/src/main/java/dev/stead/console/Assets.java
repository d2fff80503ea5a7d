package dev.stead.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The style sheet, the script and the icon; the names of the first two hold their digest. */
final class Assets {
    private static final int DIGEST = 12;

    private final String css = text("console.css");
    private final String js = text("console.js");
    private final String icon = text("favicon.svg");

    /** Where the style sheet is. */
    String style() {
        return "/assets/console-" + digest(css) + ".css";
    }

    /** Where the script is. */
    String script() {
        return "/assets/console-" + digest(js) + ".js";
    }

    void mount(Routes routes) {
        Reply style = file("text/css; charset=utf-8", css, Headers.FOREVER);
        Reply script = file("text/javascript; charset=utf-8", js, Headers.FOREVER);
        Reply image = file("image/svg+xml", icon, "public, max-age=86400");
        routes.open(style(), visit -> style);
        routes.open(script(), visit -> script);
        routes.open("/favicon.svg", visit -> image);
    }

    private static Reply file(String type, String text, String caching) {
        return Reply.of(200, type, text).with(Headers.CACHE, caching);
    }

    private static String text(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] all =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
