package dev.stead.gateway;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The words of first lines (RFC 9112, 2.3 to 4), the common ones without making objects. */
final class StartLine {
    private static final int VERSION_LENGTH = 8;
    private static final List<HttpMethod> COMMON =
            List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.HEAD, HttpMethod.PUT);

    private StartLine() {}

    static HttpMethod method(byte[] bytes, int begin, int end) {
        for (int i = 0; i < COMMON.size(); i++) {
            if (is(COMMON.get(i).asciiName(), bytes, begin, end)) {
                return COMMON.get(i);
            }
        }
        return HttpMethod.valueOf(text(bytes, begin, end));
    }

    /**
     * A version of HTTP, one this gateway speaks or another.
     *
     * @throws HeadBytes.BadHead when it is none
     */
    static HttpVersion version(byte[] bytes, int begin, int end) throws HeadBytes.BadHead {
        if (is(HttpVersion.HTTP_1_1.text(), bytes, begin, end)) {
            return HttpVersion.HTTP_1_1;
        }
        boolean form =
                end - begin == VERSION_LENGTH
                        && is("HTTP/", bytes, begin, begin + 5)
                        && isDigit(bytes[begin + 5])
                        && bytes[begin + 6] == '.'
                        && isDigit(bytes[begin + 7]);
        if (!form) {
            throw new HeadBytes.BadHead("the version is not one of HTTP");
        }
        return HttpVersion.valueOf(text(bytes, begin, end));
    }

    /**
     * A status with its reason.
     *
     * @param reason where the reason begins
     * @param end of the line
     */
    static HttpResponseStatus status(int code, byte[] bytes, int reason, int end)
            throws HeadBytes.BadHead {
        HttpResponseStatus usual = HttpResponseStatus.valueOf(code);
        if (is(usual.reasonPhrase(), bytes, reason, end)) {
            return usual;
        }
        if (!Octets.isValue(bytes, reason, end)) {
            throw new HeadBytes.BadHead("a reason with a control byte");
        }
        return new HttpResponseStatus(code, text(bytes, reason, end));
    }

    /** Whether a version of HTTP begins here. */
    static boolean isVersion(byte[] bytes, int begin, int end) {
        return end - begin >= 5 && is("HTTP/", bytes, begin, begin + 5);
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static String text(byte[] bytes, int begin, int end) {
        return new String(bytes, begin, end - begin, StandardCharsets.ISO_8859_1);
    }

    private static boolean is(CharSequence wanted, byte[] bytes, int begin, int end) {
        if (end - begin != wanted.length()) {
            return false;
        }
        for (int i = begin; i < end; i++) {
            if (bytes[i] != wanted.charAt(i - begin)) {
                return false;
            }
        }
        return true;
    }
}
