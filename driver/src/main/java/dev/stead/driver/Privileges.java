package dev.stead.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** As whom programs can be run on this host. Thread-safe. */
final class Privileges {
    private final Optional<Path> setpriv =
            Stream.of("/usr/bin/setpriv", "/bin/setpriv", "/usr/sbin/setpriv")
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst();
    private final int uid;

    Privileges(Libc libc) {
        uid = libc.uid();
    }

    /** The program that changes user and privileges; empty when it is not installed. */
    Optional<Path> setpriv() {
        return setpriv;
    }

    /** The account to change to; empty when nothing is to be changed. */
    Optional<Account> account(Optional<String> user) throws DriverException {
        if (user.isEmpty()) {
            return Optional.empty();
        }
        String name = user.get();
        Account account =
                Account.named(name)
                        .orElseThrow(() ->
                                new DriverException(
                                        "there is no user " + name,
                                        "create it, or correct the name"));
        if (account.uid() == uid) {
            return Optional.empty();
        }
        if (uid != 0) {
            throw new DriverException(
                    "only root can run a program as the user " + name, "run Stead as root");
        }
        if (setpriv.isEmpty()) {
            throw new DriverException(
                    "the program setpriv is missing, so nothing can run as " + name,
                    "install the package util-linux");
        }
        return Optional.of(account);
    }

    /** The user that a launch becomes; empty when nothing is to be changed. */
    Optional<Identity> identity(Launch launch) throws DriverException {
        if (launch.enclosed().isEmpty()) {
            return account(launch.user()).map(Identity.Known::new);
        }
        if (!root() || setpriv.isEmpty()) {
            throw new DriverException(
                    launch.instance() + " cannot have a user number of its own",
                    root() ? "install the package util-linux" : "run Stead as root");
        }
        return Optional.of(
                new Identity.Numbered(
                        launch.enclosed().get().uid(), account(launch.user()).map(Account::gid)));
    }

    /** Whether this process may do everything. */
    boolean root() {
        return uid == 0;
    }

    /** What is not isolated here, a sentence each. */
    List<String> missing() {
        List<String> sentences = new ArrayList<>();
        if (uid != 0) {
            sentences.add(
                    "Stead does not run as root: all components run as the user who started it,"
                            + " and can read each other's files and secrets");
        }
        if (setpriv.isEmpty()) {
            sentences.add(
                    "the program setpriv is missing: components may gain privileges by setuid"
                            + " programs");
        }
        return sentences;
    }
}
