package dev.stead.gateway;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long browsers may keep a file. Builders put a hash of the content into names ({@code
 * app-BxK3a9Zq.js}, {@code main.8f3c2a1b.css}); such a file never changes. Everything else is kept
 * but asked about each time, which an ETag makes cheap.
 *
 * <p>The rule: the file is of a type that builders make; the last word of its name before the
 * extension, after a dot or hyphen, has 8 to 64 characters; and it looks drawn by lot. That is,
 * hexadecimal digits of which letters and figures take turns at least twice, or small letters,
 * capitals and figures, of which another sort follows in at least half of the places. So dates
 * ({@code 20261120}), versions ({@code 3.7.1}), words with a number ({@code Version10}, {@code
 * cafe2024}) and UUIDs, which name a thing rather than a content, are no hashes. A hash that is
 * taken for a word costs a question; a word taken for a hash would cost a stale page.
 */
final class CacheRule {
    static final String IMMUTABLE = "public, max-age=31536000, immutable";
    static final String ASK = "no-cache";
    static final String PRIVATE_IMMUTABLE = "private, max-age=31536000, immutable";
    static final String PRIVATE_ASK = "private, no-cache";

    private static final Pattern HASHED = Pattern.compile("[.-]([0-9A-Za-z_]{8,64})\\.\\w+$");
    private static final Pattern HEX = Pattern.compile("(?=.*\\d)(?=.*[a-f])[0-9a-f]{8,64}");
    private static final Pattern MIXED = Pattern.compile("(?=.*[a-z])(?=.*[A-Z])(?=.*\\d).{8,64}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
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
                && !UUID.matcher(name).find()
                && matcher.find()
                && isHash(matcher.group(1));
    }

    private static boolean isHash(String word) {
        int turns = turns(word);
        return HEX.matcher(word).matches()
                ? turns >= 2
                : MIXED.matcher(word).matches() && 2 * turns >= word.length() - 1;
    }

    /** How often a character is of another sort than the one before. */
    private static int turns(String word) {
        int turns = 0;
        for (int i = 1; i < word.length(); i++) {
            if (Character.getType(word.charAt(i)) != Character.getType(word.charAt(i - 1))) {
                turns++;
            }
        }
        return turns;
    }
}
