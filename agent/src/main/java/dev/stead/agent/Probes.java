package dev.stead.agent;

import dev.stead.model.Health;

import java.time.Duration;

/** Asks ports on 127.0.0.1 whether a program can work. Thread-safe; methods block. */
public interface Probes {
    /** Whether the port accepts a connection. */
    ProbeResult tcp(int port, Duration timeout);

    /** Whether a GET is answered with 200 to 399; RFC 9112. */
    ProbeResult http(int port, String path, Duration timeout);

    /** Whether the bytes are answered with an answer that starts as expected. */
    ProbeResult exchange(int port, Health.Exchange exchange, Duration timeout);
}
