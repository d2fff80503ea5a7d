package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clients that others wrote. */
final class Http2ToolsIT {
    private static final int REQUESTS = TestGateway.count(2_000, 10_000);

    @TempDir Path folder;
    private BackEnd backEnd;
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        backEnd = BackEnd.saying("api-1", "x".repeat(1_000));
        gateway = new TestGateway(folder).serve(backEnd);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        backEnd.close();
    }

    @Test
    void curlSpeaksIt() throws Exception {
        String said =
                run(
                        "curl",
                        "-sS",
                        "--http2",
                        "--cacert",
                        folder.resolve("tls/ca.pem").toString(),
                        "-w",
                        " %{http_version} %{http_code}",
                        gateway.uri("/").toString());
        assertThat(said).isEqualTo("x".repeat(1_000) + " 2 200");
    }

    @Test
    void h2loadGetsAnAnswerToEachRequest() throws Exception {
        String said = run("h2load", "-n" + REQUESTS, "-c4", "-m50", gateway.uri("/").toString());
        assertThat(said)
                .contains(REQUESTS + " succeeded, 0 failed, 0 errored, 0 timeout")
                .contains(REQUESTS + " 2xx");
        assertThat(backEnd.requests()).hasSize(REQUESTS);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
