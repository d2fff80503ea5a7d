package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** What a source folder may hold that no release should, and that it says so. */
final class HostileSourceIT {
    @TempDir Path folder;
    private Publisher publisher;
    private Path source;

    @BeforeEach
    void make() throws IOException {
        publisher = Publisher.in(folder);
        source = publisher.source();
        Files.createDirectories(source.resolve("a/b/c"));
        Files.writeString(source.resolve("a/page"), "page");
        Files.writeString(folder.resolve("secret"), "secret");
    }

    @ParameterizedTest
    @CsvSource({
        "x, /etc/passwd",
        "x, ../secret",
        "a/b/x, ../../../secret",
        "a/b/x, ../../../../..",
        "x, a/b/../../../secret",
    })
    void aLinkThatLeavesIsRefused(String link, String target) throws IOException {
        Files.createSymbolicLink(source.resolve(link), Path.of(target));

        assertThat(publisher.refusal().what())
                .isEqualTo(
                        "the source file "
                                + source.resolve(link)
                                + " is a link that leaves the folder");
    }

    /** Each alone seems to stay: what counts is where a program gets that follows it. */
    @ParameterizedTest
    @CsvSource({
        "up, ., x, up/../secret",
        "a/b/c/up, ../../.., x, a/b/c/up/../secret",
        "a/up, .., a/x, up/../secret",
        "far, a/b/c, x, far/../../../../secret",
    })
    void aLinkThatLeavesByAnotherLinkIsRefused(
            String first, String firstTarget, String link, String target) throws IOException {
        Files.createSymbolicLink(source.resolve(first), Path.of(firstTarget));
        Files.createSymbolicLink(source.resolve(link), Path.of(target));

        assertThat(publisher.refusal().what()).contains(link + " is a link that leaves the folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/page", "./a/../a/page", "a/b/c", "nothing", "x"})
    void aLinkThatStaysArrivesAsALink(String target) throws IOException {
        Files.createSymbolicLink(source.resolve("x"), Path.of(target));

        Path release = publisher.publish();

        assertThat(Files.readSymbolicLink(release.resolve("x"))).isEqualTo(Path.of(target));
    }

    @Test
    void linksOfOneAnotherThatNeverEndArriveAsLinks() throws IOException {
        Files.createSymbolicLink(source.resolve("x"), Path.of("y"));
        Files.createSymbolicLink(source.resolve("y"), Path.of("x"));

        assertThat(Files.isSymbolicLink(publisher.publish().resolve("y"))).isTrue();
    }

    @Test
    void whereALinkLeadsIsPartOfWhatAReleaseIs() throws IOException {
        Files.createSymbolicLink(source.resolve("one two"), Path.of("three"));
        Path first = publisher.publish();
        Files.delete(source.resolve("one two"));
        Files.createSymbolicLink(source.resolve("one"), Path.of("two three"));

        assertThat(publisher.publish()).isNotEqualTo(first);
    }

    @Test
    void aPipeIsRefusedAndNotOpened() throws IOException {
        publisher.run("mkfifo", "a/pipe");

        assertThat(publisher.refusal().what()).endsWith("a/pipe is a device, a pipe or a socket");
    }

    @Test
    void aSocketIsRefused() throws IOException {
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(source.resolve("s")));

            assertThat(publisher.refusal().what()).endsWith("/s is a device, a pipe or a socket");
        }
    }

    @Test
    void aDeviceIsRefusedAndNotRead() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            System.out.println("not root: HostileSourceIT cannot make devices");
            return;
        }
        publisher.run("mknod", "zero", "c", "1", "5");

        assertThat(publisher.refusal().what()).endsWith("/zero is a device, a pipe or a socket");
    }

    @Test
    void oddNamesArriveAsTheyAre() throws IOException {
        List<String> names =
                List.of(
                        "-rf",
                        "--help",
                        " ",
                        "new\nline",
                        "\u001b]0;title\u0007\u001b[2J",
                        "tab\tand\rreturn",
                        "back\\slash",
                        "$(reboot)`id`;&|",
                        "naïve 日本 😀",
                        "\u202egnp.exe",
                        "x".repeat(255));
        for (String name : names) {
            Files.writeString(source.resolve(name), name);
        }

        Path release = publisher.publish();

        for (String name : names) {
            assertThat(release.resolve(name)).hasContent(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "touch \"$(printf 'a/bad\\377')\"",
                "mkdir \"$(printf 'a/bad\\300\\200')\"",
                "ln -s \"$(printf 'bad\\355\\240\\200')\" a/link"
            })
    void aNameThatIsNoTextIsRefused(String command) throws IOException {
        publisher.run("sh", "-c", command);

        assertThat(publisher.refusal().what()).contains("a name that is not UTF-8");
    }

    @Test
    void foldersThatAreTooDeepAreRefused() throws IOException {
        Files.createDirectories(source.resolve("d/".repeat(SourceWalk.DEEPEST - 1)));
        assertThat(publisher.publish()).isDirectory();
        Trees.delete(publisher.state());

        publisher.run("perl", "-e", "for (1..300) { mkdir 'd'; chdir 'd' or die }");

        assertThat(publisher.refusal().what()).endsWith(" is the 100th folder within another");
        publisher.run("rm", "-rf", "d");
    }

    @Test
    void namesThatAreTooLongTogetherAreRefused() throws IOException {
        String part = "p".repeat(250);
        publisher.run(
                "perl", "-e", "for (1..40) { mkdir '" + part + "'; chdir '" + part + "' or die }");

        assertThat(publisher.refusal().what())
                .endsWith(" has a name of more than 1000 characters with its folders");
        publisher.run("rm", "-rf", part);
    }

    @Test
    void aFileWithTwoNamesBecomesTwoFiles() throws IOException {
        Files.createLink(source.resolve("second"), source.resolve("a/page"));

        Path release = publisher.publish();

        assertThat(release.resolve("second")).hasContent("page");
        assertThat(Files.getAttribute(release.resolve("second"), "unix:nlink")).isEqualTo(1);
        assertThat(Files.getAttribute(release.resolve("a/page"), "unix:ino"))
                .isNotEqualTo(Files.getAttribute(source.resolve("a/page"), "unix:ino"));
    }

    /** Ten gigabytes of holes, which take no room where they are, and all of it in a copy. */
    @Test
    void aFileThatTheDiskHasNoRoomForIsRefusedBeforeAnyOfItIsCopied() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            System.out.println("not root: HostileSourceIT cannot mount a small disk");
            return;
        }
        int mebibytes = Counts.of(300, 10_240);
        try (RandomAccessFile file = new RandomAccessFile(source + "/holes", "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        Files.createDirectories(publisher.state());
        publisher.run("mount", "-t", "tmpfs", "-o", "size=64m", "none", "" + publisher.state());
        try {
            assertThat(publisher.refusal().what())
                    .startsWith("the source " + source + " has " + (mebibytes + 1) + " MiB")
                    .contains("room for ");
        } finally {
            publisher.run("umount", "" + publisher.state());
        }
    }

    @Test
    void aHundredThousandFilesAreARelease() throws IOException {
        int folders = Counts.of(10, 1000);
        for (int i = 0; i < folders; i++) {
            Path inner = Files.createDirectory(source.resolve("f" + i));
            for (int j = 0; j < 100; j++) {
                Files.writeString(inner.resolve("page" + j), "page " + i + " " + j);
            }
        }
        long begun = System.nanoTime();
        Path release = publisher.publish();
        long copied = System.nanoTime();
        Path again = publisher.publish();
        long found = System.nanoTime();

        System.out.printf(
                "a source of %d files: release made in %d ms, found again in %d ms%n",
                folders * 100, (copied - begun) / 1_000_000, (found - copied) / 1_000_000);
        assertThat(again).isEqualTo(release);
        assertThat(release.resolve("f" + (folders - 1) + "/page99")).exists();
        assertThat(copied - begun).as("nanoseconds").isLessThan(folders * 1_000_000_000L / 10);
    }

    @Test
    void whatCouldNotBeMadeIsAskedForAgainOnceItIsMended() throws IOException {
        Files.createSymbolicLink(source.resolve("x"), Path.of("/etc/passwd"));
        assertThat(publisher.refusal().mend()).contains("put the file itself there");
        Files.delete(source.resolve("x"));

        Path release = publisher.publish();

        assertThat(Files.exists(release.resolve("x"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(publisher.made()).containsExactly(release);
    }
}
