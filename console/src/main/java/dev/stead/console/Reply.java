package dev.stead.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a page answers.
 *
 * @param headers besides {@link Headers#ALWAYS}, or instead of some
 * @param cookies values of {@code Set-Cookie}
 */
record Reply(int status, Map<String, String> headers, List<String> cookies, String body) {
    static final String HTML = "text/html; charset=utf-8";

    Reply {
        headers = Map.copyOf(headers);
        cookies = List.copyOf(cookies);
    }

    /** A page; its status tells of the visit's trouble. */
    static Reply page(Visit visit, Html.Part page) {
        return of(visit.trouble().map(e -> e.code().httpStatus()).orElse(200), HTML, Html.of(page));
    }

    static Reply page(int status, Html.Part page) {
        return of(status, HTML, Html.of(page));
    }

    static Reply of(int status, String type, String body) {
        return new Reply(status, Map.of("Content-Type", type), List.of(), body);
    }

    /** Go there, with GET. */
    static Reply seeOther(String to) {
        return new Reply(303, Map.of("Location", to), List.of(), "");
    }

    /** Go there, and say that it is done. */
    static Reply done(String to, Notice notice) {
        return seeOther(to + "?done=" + notice.word());
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, cookies, body);
    }

    Reply withCookie(String cookie) {
        List<String> more = new ArrayList<>(cookies);
        more.add(cookie);
        return new Reply(status, headers, more, body);
    }
}
