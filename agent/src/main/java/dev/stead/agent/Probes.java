package dev.stead.agent;

import dev.stead.model.Health;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Asks ports on 127.0.0.1 whether a program can work. Thread-safe; methods block. */
public interface Probes {
    /** Whether the port accepts a connection. */
    ProbeResult tcp(int port, Duration timeout);

    /** Whether a GET is answered with 200 to 399; RFC 9112. */
    ProbeResult http(int port, String path, Duration timeout);

    /**
     * What a GET is answered with: the body of an answer with status 200, up to a megabyte of it;
     * empty for any other status.
     *
     * @throws IOException when there is no answer within the time
     */
    Optional<String> get(int port, String path, Duration timeout) throws IOException;

    /** Whether the bytes are answered with an answer that starts as expected. */
    ProbeResult exchange(int port, Health.Exchange exchange, Duration timeout);
}
