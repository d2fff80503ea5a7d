package dev.stead.gateway;

import dev.stead.gateway.ErrorPage.Told;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A page as HTML, or as a problem document (RFC 9457). */
final class PageText {
    private static final String STYLE =
            """

            :root { color-scheme: light dark }
            body { font: 16px/1.5 system-ui, sans-serif; color: #1f2328; background: #fff;
                   max-width: 36rem; margin: 16vh auto 2rem; padding: 0 1.5rem;
                   overflow-wrap: anywhere }
            h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem }
            p { margin: .75rem 0 }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem;
                 margin: 2rem 0 0; padding-top: 1rem; border-top: 1px solid #d1d9e0;
                 font-size: .875rem; color: #59636e }
            dd { margin: 0 }
            code { font: .8125rem/1.5 ui-monospace, monospace }
            a { color: #0550ae }
            @media (max-width: 30rem) { body { margin-top: 3rem } }
            @media (prefers-color-scheme: dark) {
              body { color: #e6edf3; background: #15181c } dl { color: #9da7b3; border-color: #3d444d }
              a { color: #6cb0ff }
            }
            """;

    /** Lets a page have this style and nothing else, and be framed by nobody. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-"
                    + sha256(STYLE)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private PageText() {}

    static String html(Page page, Told told) {
        boolean reloads = told.mayReload() && page.retryAfter() > 0 && page.status().code() >= 500;
        return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        %s<title>%s</title>
        <style>%s</style>
        <h1>%s</h1>
        <p>%s</p>
        %s%s<dl>
        <dt>Status</dt><dd>%d</dd>
        <dt>Request</dt><dd><code>%s</code></dd>
        <dt>Time</dt><dd>%s</dd>
        </dl>
        </html>
        """
                .formatted(
                        reloads ? reload(page, told) : "",
                        escape(page.title()),
                        STYLE,
                        escape(page.title()),
                        escape(page.text()),
                        page.retryAfter() > 0 ? again(page, reloads) : "",
                        page.link().map(PageText::html).orElse(""),
                        page.status().code(),
                        told.requestId(),
                        told.date());
    }

    /** Not all at the same moment. */
    private static String reload(Page page, Told told) {
        int seconds = page.retryAfter() + Math.floorMod(told.requestId().hashCode(), 5);
        return "<meta http-equiv=\"refresh\" content=\"" + seconds + "\">\n";
    }

    private static String again(Page page, boolean reloads) {
        return reloads
                ? "<p>This page tries again by itself. If it goes on, give the request's number to"
                        + " whoever runs the system.</p>\n"
                : "<p>Please try again in "
                        + (page.retryAfter() == 1 ? "a second" : page.retryAfter() + " seconds")
                        + ".</p>\n";
    }

    private static String html(Page.Link link) {
        return "<p><a href=\"%s\">%s</a></p>\n"
                .formatted(escape(link.address()), escape(link.text()));
    }

    static String problem(Page page, Told told) {
        return """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s"%s%s,"requestId":"%s","time":"%s"}
        """
                .formatted(
                        quote(page.title()),
                        page.status().code(),
                        quote(page.text()),
                        page.link()
                                .map(link -> ",\"link\":\"" + quote(link.address()) + '"')
                                .orElse(""),
                        page.retryAfter() > 0 ? ",\"retryAfter\":" + page.retryAfter() : "",
                        told.requestId(),
                        told.date());
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
