package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.RouteTable.PemFiles;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Files of certificates, right, wrong and changing; keys are converted by openssl. */
final class FilesKeeperIT {
    @TempDir Path folder;
    private final MovableClock clock = new MovableClock(Instant.now());
    private TestAuthority authority;
    private PemFiles files;

    @BeforeEach
    void begin() throws Exception {
        authority = new TestAuthority(folder);
        files = authority.write("a", "a.example");
    }

    @Test
    void readsAPairWithItsChain() {
        assertThat(PemPair.read(files).names()).containsExactly("a.example");
        assertThat(PemPair.read(files).chain()).hasSize(2);
    }

    @Test
    void tellsWhichKeyItIsNot() throws Exception {
        PemFiles other = authority.write("b", "b.example");
        refused(new PemFiles(files.certificate(), other.key()), "is not the key of", "openssl");
        refused(new PemFiles(files.key(), files.key()), "no certificate", "PEM");
        refused(new PemFiles(files.certificate(), files.certificate()), "no key", "private key");
        Path none = folder.resolve("none.pem");
        refused(new PemFiles(none, files.key()), "no such file", "name a file");
        refused(new PemFiles(files.certificate(), none), "no such file", "name a file");
    }

    @Test
    void tellsHowToConvertKeysOfOtherForms() throws Exception {
        PemFiles rsa = authority.write("rsa", authority.issueRsa("rsa.example"));
        assertThat(PemPair.read(rsa).names()).containsExactly("rsa.example");
        refusedAfter(rsa, "PKCS#1", "rsa", "-traditional", "-out", "old.pem");
        refusedAfter(files, "SEC 1", "ec", "-out", "old.pem");
        refusedAfter(files, "password", "pkey", "-aes256", "-passout", "pass:x", "-out", "old.pem");
        refusedAfter(
                rsa,
                "password",
                "rsa",
                "-traditional",
                "-aes256",
                "-passout",
                "pass:x",
                "-out",
                "old.pem");
    }

    /** What is refused can be used after what the message says to do. */
    private void refusedAfter(PemFiles pair, String what, String... command) throws Exception {
        openssl(pair.key(), command);
        Path old = folder.resolve("old.pem");
        SteadException told = refused(new PemFiles(pair.certificate(), old), what, "openssl");
        String mend = told.mend().substring(told.mend().indexOf("openssl"));
        Process process =
                new ProcessBuilder(
                                List.of(
                                        (mend + (mend.contains("pkey") ? " -passin pass:x" : ""))
                                                .split(" ")))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        Path mended = folder.resolve(mend.substring(mend.lastIndexOf(' ') + 1));
        assertThat(PemPair.read(new PemFiles(pair.certificate(), mended)).leaf())
                .isEqualTo(PemPair.read(pair).leaf());
    }

    private void openssl(Path key, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of("openssl"));
        words.addAll(List.of(command));
        words.addAll(List.of("-in", key.toString()));
        Process process =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void tellsWhenTheChainIsOutOfOrder() throws Exception {
        Credentials made = authority.issue(Instant.now(), "c.example");
        Credentials reversed = new Credentials(made.chain().reversed(), made.key());
        refused(authority.write("c", reversed), "number 2", "first");
        Credentials other = new TestAuthority(folder).authority();
        Credentials strange = new Credentials(List.of(made.leaf(), other.leaf()), made.key());
        refused(authority.write("d", strange), "was not issued by", "issuer");
    }

    @Test
    void tellsWhenItIsTooEarlyOrTooLateButNotAtTheFirstStart() throws Exception {
        Instant start = clock.instant();
        clock.set(start.minus(Duration.ofDays(2)));
        assertThatThrownBy(() -> keeper(false)).hasMessageContaining("not valid before");
        clock.set(start.plus(Duration.ofDays(400)));
        assertThatThrownBy(() -> keeper(false)).hasMessageContaining("expired");
        FilesKeeper lenient = keeper(true);
        assertThat(lenient.certificates().all().getFirst()).isEqualTo(PemPair.read(files));
        assertThat(lenient.status().getFirst().failure().orElseThrow().mend()).contains("renew");
    }

    @Test
    void readsAgainWhatChangedAndKeepsTheOldOneWhileItIsWrong() throws Exception {
        FilesKeeper keeper = keeper(false);
        CertificateSet first = keeper.certificates();
        Credentials next = authority.issue(Instant.now(), "a.example");
        authority.write("next", next);
        move("next-key.pem", files.key());
        keeper.refresh();
        assertThat(keeper.certificates()).isSameAs(first);
        assertThat(keeper.status().getFirst().failure().orElseThrow().what())
                .contains("is not the key of");
        move("next.pem", files.certificate());
        keeper.refresh();
        assertThat(keeper.certificates()).isEqualTo(CertificateSet.of(next));
        assertThat(keeper.status().getFirst().failure()).isEmpty();
        Files.delete(files.key());
        keeper.refresh();
        assertThat(keeper.certificates()).isEqualTo(CertificateSet.of(next));
        assertThat(keeper.status().getFirst().failure().orElseThrow().what())
                .contains("no such file");
    }

    @Test
    void warnsWhenTheEndIsNearAndNobodyHasRenewed() {
        FilesKeeper keeper = keeper(false);
        clock.go(Duration.ofDays(300));
        keeper.refresh();
        assertThat(keeper.status().getFirst().failure()).isEmpty();
        clock.go(Duration.ofDays(90));
        keeper.refresh();
        assertThat(keeper.status().getFirst().failure().orElseThrow().what())
                .contains("was not renewed");
    }

    /** A machine that starts with its clock behind, which is set later. */
    @Test
    void looksAtTheDatesAgainWhenTheClockWasSet() {
        Instant start = clock.instant();
        clock.set(start.minus(Duration.ofDays(2)));
        FilesKeeper keeper = keeper(true);
        keeper.refresh();
        assertThat(keeper.status().getFirst().failure().orElseThrow().what())
                .contains("not valid before");
        clock.set(start);
        keeper.refresh();
        assertThat(keeper.status().getFirst().failure()).isEmpty();
        clock.go(Duration.ofDays(390));
        keeper.refresh();
        assertThat(keeper.status().getFirst().failure().orElseThrow().what())
                .contains("was not renewed");
        clock.go(Duration.ofDays(10));
        keeper.refresh();
        assertThat(keeper.status().getFirst().failure().orElseThrow().what()).contains("expired");
    }

    @Test
    void noticesAKeyThatComponentsCouldRead() throws Exception {
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(PemPair.isOpenToOthers(files.key())).isFalse();
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(PemPair.isOpenToOthers(files.key())).isTrue();
    }

    /** The way of certbot: links that are turned to other files. */
    @Test
    void noticesWhenALinkLeadsElsewhere() throws Exception {
        PemFiles second = authority.write("b", "a.example");
        Path link = Files.createSymbolicLink(folder.resolve("l.pem"), files.certificate());
        Path keyLink = Files.createSymbolicLink(folder.resolve("l-key.pem"), files.key());
        PemFiles links = new PemFiles(link, keyLink);
        FilesKeeper keeper = new FilesKeeper(links, List.of(links), clock, false);
        Files.delete(link);
        Files.delete(keyLink);
        Files.createSymbolicLink(link, second.certificate());
        Files.createSymbolicLink(keyLink, second.key());
        keeper.refresh();
        assertThat(keeper.certificates()).isEqualTo(CertificateSet.of(PemPair.read(second)));
    }

    private void move(String from, Path to) throws IOException {
        Files.move(folder.resolve(from), to, StandardCopyOption.REPLACE_EXISTING);
    }

    private FilesKeeper keeper(boolean lenient) {
        return new FilesKeeper(files, List.of(files), clock, lenient);
    }

    private static SteadException refused(PemFiles pair, String what, String mend) {
        try {
            PemPair.read(pair);
        } catch (SteadException e) {
            assertThat(e.code()).isEqualTo(Code.HOST);
            assertThat(e.what()).contains(what);
            assertThat(e.mend()).contains(mend);
            return e;
        }
        throw new AssertionError("taken");
    }
}
