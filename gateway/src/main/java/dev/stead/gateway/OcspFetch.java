package dev.stead.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks an OCSP responder by HTTP (RFC 6960 appendix A). Blocks, for seconds at most. */
final class OcspFetch {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Answers are a few hundred bytes, or some thousand with a responder's certificate. */
    private static final int LARGEST = 64 * 1024;

    private OcspFetch() {}

    static byte[] ask(URI responder, byte[] question) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(responder)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/ocsp-request")
                        .header("Accept", "application/ocsp-response")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build()) {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("the responder answers " + response.statusCode());
                }
                byte[] answer = body.readNBytes(LARGEST + 1);
                if (answer.length > LARGEST) {
                    throw new IOException("the responder's answer is too large");
                }
                return answer;
            } finally {
                client.shutdownNow();
            }
        }
    }
}
