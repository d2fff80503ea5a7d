package dev.stead.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A page as HTML, or as a problem document (RFC 9457). */
final class PageText {
    private static final String STYLE =
            """

            body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fafafa;
                   max-width: 34em; margin: 18vh auto 0; padding: 0 1.5em }
            h1 { font-size: 1.5em; margin-bottom: 0 }
            small { color: #666 }
            a { color: #0b57d0 }
            @media (prefers-color-scheme: dark) {
              body { color: #ddd; background: #181818 } small { color: #999 } a { color: #8ab4f8 }
            }
            """;

    /** Lets a page have this style and nothing else, and be framed by nobody. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-"
                    + sha256(STYLE)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private PageText() {}

    static String html(Page page, String requestId) {
        return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%2$s</title>
        <style>%6$s</style>
        <h1>%2$s</h1>
        <p>%3$s</p>
        %5$s<p><small>%1$d &middot; request %4$s</small></p>
        </html>
        """
                .formatted(
                        page.status().code(),
                        escape(page.title()),
                        escape(page.text()),
                        requestId,
                        page.link().map(PageText::html).orElse(""),
                        STYLE);
    }

    private static String html(Page.Link link) {
        return "<p><a href=\"%s\">%s</a></p>\n"
                .formatted(escape(link.address()), escape(link.text()));
    }

    static String problem(Page page, String requestId) {
        return """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s"%s,"requestId":"%s"}
        """
                .formatted(
                        quote(page.title()),
                        page.status().code(),
                        quote(page.text()),
                        page.link()
                                .map(link -> ",\"link\":\"" + quote(link.address()) + '"')
                                .orElse(""),
                        requestId);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A text inside the quotes of JSON. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length());
        text.chars()
                .forEach(c -> {
                    if (c < ' ' || c == '"' || c == '\\') {
                        quoted.append("\\u%04x".formatted(c));
                    } else {
                        quoted.append((char) c);
                    }
                });
        return quoted.toString();
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
