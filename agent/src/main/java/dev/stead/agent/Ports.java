package dev.stead.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Ports on 127.0.0.1. */
final class Ports {
    static final int FIRST = 20_000;
    static final int COUNT = 10_000;

    private Ports() {}

    /** Whether a program could listen there now. */
    static boolean free(int port) {
        try (ServerSocket trial = new ServerSocket()) {
            trial.setReuseAddress(true);
            trial.bind(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Every port of the range that is not taken, each once, from a random one on. */
    static IntStream candidates(List<Integer> taken, RandomGenerator random) {
        int offset = random.nextInt(COUNT);
        return IntStream.range(0, COUNT)
                .map(i -> FIRST + (offset + i) % COUNT)
                .filter(port -> !taken.contains(port));
    }
}
