package dev.stead.app;

import dev.stead.base.Code;
import dev.stead.base.Rights;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server looks at before it touches its state: that all that decides what runs, and each
 * secret and key, belongs to its user, and that nobody else could have changed or read it.
 */
record StateRights(StateFolder folder, Rights rights) {
    private static final String PRIVATE = "rwx------";

    /**
     * @throws SteadException HOST naming the first that is not so, with the command that mends it
     */
    void demand() {
        Path home = folder.root().toAbsolutePath().getParent();
        if (home != null && home.equals(StateHome.OF_ROOT)) {
            rights.demandUnchanged(home);
        }
        rights.demandFolder(folder.root(), StateFolder.MODE);
        folderIfThere(folder.runs(), StateFolder.MODE);
        for (Path each :
                List.of(folder.logs(), folder.launches(), folder.secrets(), folder.tls())) {
            folderIfThere(each, PRIVATE);
        }
        for (String ending : List.of("", "-wal", "-shm")) {
            rights.demandPrivate(folder.root().resolve("state.db" + ending));
        }
        for (Path each :
                List.of(
                        folder.lock(),
                        folder.signInKey(),
                        folder.socket(),
                        folder.consoleSocket())) {
            rights.demandPrivate(each);
        }
        in(folder.secrets()).forEach(rights::demandPrivate);
        in(folder.launches()).forEach(rights::demandPrivate);
        in(folder.tls()).forEach(this::demandTls);
        in(folder.tls().resolve("acme")).forEach(this::demandTls);
        in(folder.runs()).forEach(run -> rights.demandUnchanged(run.resolve("record.json")));
    }

    private void folderIfThere(Path path, String mode) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            rights.demandFolder(path, mode);
        }
    }

    /** Certificates may be read; in the folder of ACME they are together with their keys. */
    private void demandTls(Path file) {
        boolean open =
                file.startsWith(folder.tls().resolve("acme"))
                        ? Files.isDirectory(file)
                        : !String.valueOf(file.getFileName()).contains("key");
        if (open) {
            rights.demandUnchanged(file);
        } else {
            rights.demandPrivate(file);
        }
    }

    private static List<Path> in(Path folder) {
        List<Path> entries = new ArrayList<>();
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(entries::add);
            } catch (IOException e) {
                throw new SteadException(
                        Code.HOST,
                        folder + " cannot be read: " + e.getMessage(),
                        "make it readable for this user: chmod 700 " + folder,
                        e);
            }
        }
        entries.sort(null);
        return entries;
    }
}
