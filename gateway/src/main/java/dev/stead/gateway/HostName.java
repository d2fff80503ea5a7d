package dev.stead.gateway;

import java.util.Locale;
import java.util.Optional;

/** Reads the value of a {@code Host} header. */
final class HostName {
    private HostName() {}

    /** The name in lower case, without port and without a final dot; empty when it is not one. */
    static Optional<String> parse(String header) {
        int end = header.length();
        if (header.startsWith("[")) {
            int bracket = header.indexOf(']');
            return bracket > 0 && isAddress(header, bracket) && portIsFine(header, bracket + 1)
                    ? Optional.of(header.substring(0, bracket + 1).toLowerCase(Locale.ROOT))
                    : Optional.empty();
        }
        int colon = header.indexOf(':');
        if (colon >= 0) {
            if (!portIsFine(header, colon)) {
                return Optional.empty();
            }
            end = colon;
        }
        if (end > 0 && header.charAt(end - 1) == '.') {
            end--;
        }
        if (end == 0 || end > 253) {
            return Optional.empty();
        }
        for (int i = 0; i < end; i++) {
            char c = header.charAt(i);
            boolean emptyLabel = c == '.' && (i == 0 || header.charAt(i - 1) == '.');
            if (emptyLabel || !isNameCharacter(c)) {
                return Optional.empty();
            }
        }
        return Optional.of(header.substring(0, end).toLowerCase(Locale.ROOT));
    }

    /** Whether an address of IPv6 may be between the brackets (RFC 3986, 3.2.2). */
    private static boolean isAddress(String header, int bracket) {
        for (int i = 1; i < bracket; i++) {
            char c = header.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return false;
            }
        }
        return header.indexOf(':') > 0 && header.indexOf(':') < bracket;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_';
    }

    private static boolean portIsFine(String header, int colon) {
        if (colon == header.length()) {
            return true;
        }
        if (header.charAt(colon) != ':' || header.length() - colon > 6) {
            return false;
        }
        int port = 0;
        for (int i = colon + 1; i < header.length(); i++) {
            if (header.charAt(i) < '0' || header.charAt(i) > '9') {
                return false;
            }
            port = port * 10 + header.charAt(i) - '0';
        }
        return port <= 0xffff;
    }
}
