package dev.stead.gateway;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long browsers may keep a file. Builders put a hash of the content into names ({@code
 * app-BxK3a9Zq.js}, {@code main.8f3c2a1b.css}); such a file never changes. Everything else is kept
 * but asked about each time, which an ETag makes cheap.
 */
final class CacheRule {
    static final String IMMUTABLE = "public, max-age=31536000, immutable";
    static final String ASK = "no-cache";
    static final String PRIVATE_IMMUTABLE = "private, max-age=31536000, immutable";
    static final String PRIVATE_ASK = "private, no-cache";

    private static final Pattern HASHED = Pattern.compile("[.-]([0-9A-Za-z_]{8,64})\\.\\w+$");
    private static final Pattern HEX = Pattern.compile("(?=.*\\d)(?=.*[a-f])[0-9a-f]{8,64}");
    private static final Pattern MIXED = Pattern.compile("(?=.*[a-z])(?=.*[A-Z])(?=.*\\d).{8,64}");
    private static final Set<String> BUILT =
            Set.of(
                    "js", "mjs", "css", "map", "woff", "woff2", "ttf", "otf", "svg", "png", "jpg",
                    "jpeg", "webp", "avif", "gif", "ico", "wasm");

    private CacheRule() {}

    /**
     * The value of {@code Cache-Control} for a file of this name.
     *
     * @param shared whether everybody may see it, so that caches between may keep it too
     */
    static String of(String name, boolean shared) {
        if (isImmutable(name)) {
            return shared ? IMMUTABLE : PRIVATE_IMMUTABLE;
        }
        return shared ? ASK : PRIVATE_ASK;
    }

    private static boolean isImmutable(String name) {
        Matcher matcher = HASHED.matcher(name);
        return BUILT.contains(ContentTypes.extension(name))
                && matcher.find()
                && isHash(matcher.group(1));
    }

    private static boolean isHash(String word) {
        return HEX.matcher(word).matches() || MIXED.matcher(word).matches();
    }
}
