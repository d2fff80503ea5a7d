package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

final class FileReadersTest {
    private final CompletableFuture<Optional<String>> heard = new CompletableFuture<>();

    private Optional<String> read(Supplier<Optional<String>> work) throws Exception {
        try (FileReaders readers = new FileReaders()) {
            readers.read(Runnable::run, work, heard::complete);
            return heard.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void goesOnWithWhatWasRead() throws Exception {
        assertThat(read(() -> Optional.of("bytes"))).contains("bytes");
    }

    @Test
    void goesOnWithNothingWhateverHappens() throws Exception {
        assertThat(
                        read(() -> {
                            throw new OutOfMemoryError("as if");
                        }))
                .isEmpty();
    }
}
