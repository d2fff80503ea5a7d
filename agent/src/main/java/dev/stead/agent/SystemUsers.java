package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A user of the machine for each component. Thread-safe. */
final class SystemUsers {
    /** The longest name that useradd(8) takes. */
    private static final int LONGEST = 32;

    private static final int HASH = 8;
    private static final int IN_USE = 9;

    private final String system;
    private final Programs programs;

    SystemUsers(String system, Programs programs) {
        this.system = system;
        this.programs = programs;
    }

    /**
     * Such as {@code stead-planning-api}. A long name is cut and ends with a hash, and so does one
     * that another system's component could have as well, as a-b of c and b of c-a could.
     */
    String name(String component) {
        String plain = "stead-" + system + "-" + component;
        if (plain.length() <= LONGEST && !system.contains("-")) {
            return plain;
        }
        String hash = hash(system + "/" + component);
        return plain.substring(0, Math.min(plain.length(), LONGEST - HASH - 1)) + "-" + hash;
    }

    /** Makes the user when there is none; with an entry in passwd, but nobody can sign in as it. */
    synchronized void ensure(String component, Path home) {
        String name = name(component);
        try {
            if (exists(name)) {
                return;
            }
            Programs.Outcome made =
                    programs.collect(
                            List.of(
                                    "useradd",
                                    "--system",
                                    "--user-group",
                                    "--no-create-home",
                                    "--home-dir",
                                    home.toString(),
                                    "--shell",
                                    "/usr/sbin/nologin",
                                    name),
                            Map.of("PATH", Prepared.PATH, "LC_ALL", "C"));
            if (!made.ok() && made.status() != IN_USE) {
                throw failed(name, String.join(" ", made.lines()));
            }
        } catch (IOException e) {
            throw failed(name, Words.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(name, "the wait was interrupted");
        }
    }

    private static boolean exists(String name) throws IOException {
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
            return true;
        } catch (UserPrincipalNotFoundException e) {
            return false;
        }
    }

    private static SteadException failed(String name, String why) {
        return new SteadException(
                Code.HOST,
                "the user " + name + " cannot be made: " + why,
                "see whether /etc/passwd can be written, and try useradd --system " + name);
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
