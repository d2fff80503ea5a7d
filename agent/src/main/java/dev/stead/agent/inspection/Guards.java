package dev.stead.agent.inspection;

import dev.stead.agent.HostPaths;
import dev.stead.api.HostFacts.Hardening;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What keeps strangers out of a machine.
 *
 * @param paths of the machine
 * @param state the state folder
 * @param commands to ask programs
 */
record Guards(HostPaths paths, Path state, Commands commands) {
    private static final String UPDATES = "APT::Periodic::Unattended-Upgrade";

    Hardening hardening(boolean thorough) {
        return new Hardening(
                isContainer(),
                SshSettings.read(paths.etc()),
                thorough ? new Firewall(paths.etc(), commands).filters() : Optional.empty(),
                OpenFolders.below(state),
                thorough ? updates() : Optional.empty());
    }

    /** After what Docker, Podman and systemd-nspawn leave for programs to see. */
    boolean isContainer() {
        Path root = paths.proc().toAbsolutePath().resolveSibling("");
        return Files.exists(root.resolve(".dockerenv"))
                || Files.exists(paths.run().resolve(".containerenv"))
                || Files.exists(paths.run().resolve("systemd/container"))
                || Texts.of(paths.proc().resolve("1/environ"))
                        .filter(e -> e.startsWith("container=") || e.contains("\0container="))
                        .isPresent();
    }

    /** The package is there, and apt's settings, of which the last one counts, turn it on. */
    private Optional<Boolean> updates() {
        Optional<List<String>> found =
                commands.ask(
                        List.of(
                                "dpkg-query",
                                "--show",
                                "--showformat=${db:Status-Status}\\n",
                                "unattended-upgrades"));
        boolean installed = found.filter(lines -> lines.contains("installed")).isPresent();
        if (!installed) {
            return Files.isDirectory(paths.etc().resolve("apt"))
                    ? Optional.of(false)
                    : Optional.empty();
        }
        Optional<String> last = Optional.empty();
        for (Path file : settings()) {
            for (String line : Texts.lines(file)) {
                if (line.strip().startsWith(UPDATES)) {
                    last = Optional.of(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return Optional.of(last.filter(v -> !v.isEmpty() && !v.equals("0")).isPresent());
    }

    private List<Path> settings() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(paths.etc().resolve("apt/apt.conf.d"))) {
            found.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            return files;
        }
        files.sort(null);
        return files;
    }
}
