package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Stead's own cookies in one request, read in one pass: that of the session, and that of a sign-in
 * under way. Several of one kind count as none, since one of them may have been planted.
 */
final class SteadCookies {
    static final String SESSION = "__Host-Http-stead";
    static final String WAY = "__Host-Http-stead-way";

    private static final String OWN = "__Host-Http-stead";
    private static final String OWN_FOR_OLD_BROWSERS = "__Host-stead";
    private static final int LONGEST = 128;
    private static final SteadCookies NONE = new SteadCookies();

    private final Sought session = new Sought(SESSION);
    private final Sought way = new Sought(WAY);

    private SteadCookies() {}

    static SteadCookies of(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.COOKIE)) {
            return NONE;
        }
        SteadCookies found = new SteadCookies();
        read(headers, found.session, found.way);
        return found;
    }

    /** The value of one of Stead's cookies; empty when there is none, or more than one. */
    static String value(HttpHeaders headers, String name) {
        Sought cookie = new Sought(name);
        read(headers, cookie);
        return cookie.only();
    }

    /** The secret of a session, which may be wrong; empty when there is none that could be one. */
    String session() {
        return session.only();
    }

    /** The value of a sign-in under way, likewise. */
    String way() {
        return way.only();
    }

    /** Whether a cookie's name, or a text that begins with it, is kept for Stead. */
    static boolean isOwn(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '_') {
            return false;
        }
        return text.regionMatches(true, at, OWN, 0, OWN.length())
                || text.regionMatches(
                        true, at, OWN_FOR_OLD_BROWSERS, 0, OWN_FOR_OLD_BROWSERS.length());
    }

    /** Whether a value could be a secret of ours: base64url, not empty, not too long. */
    static boolean isWellFormed(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_')) {
                return false;
            }
        }
        return true;
    }

    private static void read(HttpHeaders headers, Sought... cookies) {
        Iterator<? extends CharSequence> values =
                headers.valueCharSequenceIterator(HttpHeaderNames.COOKIE);
        while (values.hasNext()) {
            String header = values.next().toString();
            for (int at = 0; at < header.length(); ) {
                int end = end(header, at);
                int start = start(header, at, end);
                if (start < end && isOwn(header, start)) {
                    for (Sought cookie : cookies) {
                        cookie.take(header, start, end);
                    }
                }
                at = end + 1;
            }
        }
    }

    /** A cookie that is looked for, and what there is of it. */
    private static final class Sought {
        private final String name;
        private String value = "";
        private int times;

        Sought(String name) {
            this.name = name;
        }

        void take(String header, int start, int end) {
            int equals = header.indexOf('=', start, end);
            int nameEnd = end(header, start, equals < 0 ? end : equals);
            if (nameEnd - start != name.length() || !header.startsWith(name, start)) {
                return;
            }
            times++;
            int valueStart = equals < 0 ? end : start(header, equals + 1, end);
            String text = header.substring(valueStart, end(header, valueStart, end));
            value = isWellFormed(text) ? text : "";
        }

        String only() {
            return times == 1 ? value : "";
        }
    }

    /** Takes them out of a request's headers; others stay as they are. */
    static void takeOut(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.COOKIE)) {
            return;
        }
        List<String> all = headers.getAll(HttpHeaderNames.COOKIE);
        List<String> kept = new ArrayList<>(all.size());
        boolean changed = false;
        for (String header : all) {
            boolean own = hasOwn(header);
            String rest = own ? others(header) : header;
            changed |= own;
            if (!rest.isEmpty()) {
                kept.add(rest);
            }
        }
        if (changed) {
            headers.remove(HttpHeaderNames.COOKIE);
            for (String header : kept) {
                headers.add(HttpHeaderNames.COOKIE, header);
            }
        }
    }

    private static boolean hasOwn(String header) {
        for (int at = 0; at < header.length(); ) {
            int end = end(header, at);
            int start = start(header, at, end);
            if (start < end && isOwn(header, start)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private static String others(String header) {
        StringBuilder kept = new StringBuilder(header.length());
        for (int at = 0; at < header.length(); ) {
            int end = end(header, at);
            int start = start(header, at, end);
            if (start < end && !isOwn(header, start)) {
                kept.append(kept.isEmpty() ? "" : "; ").append(header, start, end);
            }
            at = end + 1;
        }
        return kept.toString();
    }

    private static int end(String header, int at) {
        int semicolon = header.indexOf(';', at);
        return semicolon < 0 ? header.length() : semicolon;
    }

    private static int start(String header, int at, int end) {
        int start = at;
        while (start < end && header.charAt(start) <= ' ') {
            start++;
        }
        return start;
    }

    private static int end(String header, int start, int end) {
        int last = end;
        while (last > start && header.charAt(last - 1) <= ' ') {
            last--;
        }
        return last;
    }
}
