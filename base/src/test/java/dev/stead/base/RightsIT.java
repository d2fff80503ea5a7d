package dev.stead.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The real rights of real files. */
class RightsIT {
    private static final String MODE = "rwx--x--x";

    @TempDir Path temporary;
    private Path folder;
    private Path file;
    private final Rights own = Rights.own();
    private final Rights other = new Rights(own.owner() + 1);

    @BeforeEach
    void make() throws IOException {
        folder = temporary.resolve("above/state");
        Rights.makeFolder(folder, MODE);
        file = Files.writeString(folder.resolve("secret"), "x");
        mode(file, "rw-------");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static void refused(Runnable demand, String what, String command) {
        assertThatThrownBy(demand::run)
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.HOST);
                            assertThat(e.what()).contains(what);
                            assertThat(e.mend()).endsWith(command);
                        });
    }

    @Test
    void whatWasMadePasses() throws IOException {
        own.demandFolder(folder, MODE);
        own.demandPrivate(file);
        own.demandPrivate(folder.resolve("not there"));
        assertThat(Files.getPosixFilePermissions(folder.resolveSibling("")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        mode(folder, "rwx------");
        Rights.makeFolder(folder, MODE);
        refused(() -> own.demandFolder(folder, MODE), "has the mode 700", "chmod 711 " + folder);
    }

    @Test
    void everyRightOfOthersIsRefusedAndLeftAsItIs() throws IOException {
        for (String mode :
                List.of("rw-r-----", "rw--w----", "rw---x---", "rw----r--", "rw-----w-")) {
            mode(file, mode);

            refused(() -> own.demandPrivate(file), "so others can use it", "chmod 600 " + file);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(mode);
        }
        mode(file, "rw-r--r--");
        assertThatCode(() -> own.demandUnchanged(file)).doesNotThrowAnyException();
        mode(file, "rw-rw-r--");
        refused(() -> own.demandUnchanged(file), "has the mode 664", "chmod 644 " + file);
    }

    @Test
    void anotherOwnerIsRefused() {
        refused(
                () -> other.demandPrivate(file),
                "belongs to the user " + own.owner() + " and not to " + other.owner(),
                "chown " + other.owner() + " " + file);
        refused(
                () -> other.demandFolder(folder, MODE),
                "belongs to",
                "chown " + other.owner() + " " + folder);
        assertThat(other.mayUse(file)).isFalse();
        assertThat(own.mayUse(file)).isTrue();
    }

    @Test
    void aFolderIsNoFileAndNoLink() throws IOException {
        refused(() -> own.demandFolder(file, MODE), "is no folder", "move it away");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        refused(() -> own.demandFolder(link, MODE), "is no folder", "move it away");
    }

    @Test
    void aSocketIsOfOneUserAlone() throws IOException {
        Rights.demandSocket(file);
        mode(file, "rw-rw-rw-");
        refused(() -> Rights.demandSocket(file), "has the mode 666", "chmod 600 " + file);
    }

    @Test
    void aSocketThatItsServerTakesAwayMeanwhileIsNotThere() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Path socket = folder.resolve("control.sock");
        Thread server =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!ended.get()) {
                                try {
                                    Files.writeString(socket, "");
                                    Files.delete(socket);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            }
                        });
        try {
            for (int i = 0; i < 20_000; i++) {
                own.demandUnchanged(socket);
            }
        } finally {
            ended.set(true);
            server.join();
        }
        refused(
                () -> own.demandFolder(folder.resolve("gone"), MODE),
                "is not there any more",
                "start again");
    }
}
