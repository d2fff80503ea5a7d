package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What forms may send, and who is asked before it is read. */
@Timeout(60)
final class BodiesIT {
    private Served served;

    @BeforeEach
    void serve() {
        served = new Served("");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    /** The status that is answered although nothing of the body was sent. */
    private static String answered(Browser browser, String line, int announced) throws IOException {
        try (SocketChannel channel = browser.announce(line, announced)) {
            ByteBuffer start = ByteBuffer.allocate(12);
            while (start.hasRemaining() && channel.read(start) >= 0) {
                continue;
            }
            return new String(start.array(), 9, 3, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void whoeverIsNotSignedInIsRefusedBeforeAnythingIsRead() throws IOException {
        assertThat(answered(served.anonymous().fromOwnPage(), "POST /plan", 700_000))
                .isEqualTo("401");
        assertThat(answered(served.as("stale").fromOwnPage(), "POST /accounts", 60_000))
                .isEqualTo("401");
    }

    @Test
    void formsOfAnybodyAreSmall() {
        assertThat(
                        served.anonymous()
                                .fromOwnPage()
                                .post("/sign-in", "name", "x".repeat(20_000))
                                .status())
                .isEqualTo(413);
    }

    @Test
    void formsThatNeverEndKeepNobodyElseOut() throws IOException {
        List<SocketChannel> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                stalled.add(served.anonymous().fromOwnPage().announce("POST /sign-in", 8000));
            }

            assertThat(
                            served.anonymous()
                                    .fromOwnPage()
                                    .post("/sign-in", "name", "ada", "password", "operator")
                                    .status())
                    .isEqualTo(303);
            assertThat(served.as("operator").get("/components").status()).isEqualTo(200);
        } finally {
            for (SocketChannel channel : stalled) {
                channel.close();
            }
        }
    }
}
