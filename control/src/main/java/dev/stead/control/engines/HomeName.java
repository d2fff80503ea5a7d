package dev.stead.control.engines;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** How homes of engines are called. */
final class HomeName {
    private static final int SHOWN = 40;
    private static final int HASH = 8;

    private HomeName() {}

    /**
     * {@code COMPONENT/ACCOUNT}; for an engine of a resource {@code
     * COMPONENT/ACCOUNT+RESOURCE-HASH}, since two of them may be open at once and each has a user
     * number of its own. Accounts' names hold no {@code +}.
     */
    static String of(Key key) {
        String home = key.component() + "/" + key.account();
        if (key.resource().isEmpty()) {
            return home;
        }
        String plain = key.resource().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String shown = plain.substring(0, Math.min(SHOWN, plain.length()));
        return home + "+" + shown + "-" + hash(key.resource());
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
