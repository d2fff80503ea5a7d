package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Names of files are UTF-8, also where the shell has no locale, as that of cron has none. */
final class NamesIT {
    @Test
    void aFileWithALetterBeyondAsciiIsServedWhateverTheLocale() throws IOException {
        try (TestSystem system = TestSystem.of("names")) {
            system.env().put("LC_ALL", "POSIX");
            system.write("pages: { site: ./pages, route: { path: /, access: public } }");
            // By a shell, since the locale of this test may not have the name either.
            Command.Result made =
                    Command.run(
                            Path.of("/"),
                            Map.of(),
                            List.of(
                                    "/bin/sh",
                                    "-c",
                                    "mkdir \"$0/pages\" && echo hello >\"$0/pages/$(printf"
                                            + " 'gr\\303\\274n.txt')\"",
                                    system.source().toString()));
            assertThat(made.status()).as(made.all()).isZero();
            system.up();
            Answer answer = new Client(system).get("/gr%C3%BCn.txt");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello\n");
        }
    }
}
