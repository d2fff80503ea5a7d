package dev.stead.control.accounts;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password's hash with all that made it. As text it is a PHC string, as other programs write it.
 *
 * @param salt base 64 without padding, as hash
 */
record PasswordHash(HashCost cost, String salt, String hash) {
    private static final Pattern PHC =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})"
                            + "\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /** Reads what {@link #phc} wrote. */
    static PasswordHash parse(String text) {
        Matcher phc = PHC.matcher(text);
        if (!phc.matches()) {
            throw new IllegalStateException("the hash of a password on record is damaged");
        }
        HashCost cost =
                new HashCost(
                        Integer.parseInt(phc.group(1)),
                        Integer.parseInt(phc.group(2)),
                        Integer.parseInt(phc.group(3)));
        return new PasswordHash(cost, phc.group(4), phc.group(5));
    }

    static PasswordHash of(HashCost cost, byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash(cost, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    byte[] saltBytes() {
        return Base64.getDecoder().decode(salt);
    }

    byte[] hashBytes() {
        return Base64.getDecoder().decode(hash);
    }

    String phc() {
        return "$argon2id$v=19$m="
                + cost.memory()
                + ",t="
                + cost.passes()
                + ",p="
                + cost.lanes()
                + "$"
                + salt
                + "$"
                + hash;
    }

    @Override
    public String toString() {
        return "PasswordHash[]";
    }
}
