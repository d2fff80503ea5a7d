package dev.stead.api;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Answers with the OpenAPI document; a test keeps that in step with the operations. */
final class OpenApi implements Handler<RoutingContext> {
    /** The document's place among the resources of this package. */
    static final String RESOURCE = "openapi.json";

    private final Buffer document = Buffer.buffer(bytes());

    @Override
    public void handle(RoutingContext context) {
        var _ =
                context.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "max-age=300")
                        .end(document);
    }

    private static byte[] bytes() {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
