package dev.stead.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks an OCSP responder by HTTP (RFC 6960 appendix A). Blocks, for seconds at most. */
final class OcspFetch {
    /** How long a responder may take in all. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Answers are a few hundred bytes, or some thousand with a responder's certificate. */
    private static final int LARGEST = 64 * 1024;

    private OcspFetch() {}

    static byte[] ask(URI responder, byte[] question, Duration atMost)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(responder)
                        .timeout(atMost)
                        .header("Content-Type", "application/ocsp-request")
                        .header("Accept", "application/ocsp-response")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                        .build();
        try (HttpClient client = client()) {
            try {
                HttpResponse<byte[]> response =
                        client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() != 200) {
                    throw new IOException("the responder answers " + response.statusCode());
                }
                return response.body();
            } finally {
                client.shutdownNow();
            }
        }
    }

    private static HttpClient client() {
        return new WholeAnswers(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build(),
                LARGEST);
    }
}
