package dev.stead.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a client got until the connection ended.
 *
 * @param bodies of the final replies
 * @param cut whether the last body was not whole
 */
record HostileOutcome(List<Integer> statuses, List<String> bodies, boolean cut) {
    /** Reads to the end; a reset is an {@link IOException}. */
    static HostileOutcome read(InputStream in, boolean firstAnswersHead) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        try {
            for (Optional<Http.Head> head = Http.readHead(in);
                    head.isPresent();
                    head = Http.readHead(in)) {
                int status = head.get().status();
                statuses.add(status);
                if (status >= 200) {
                    boolean bare =
                            status == 204
                                    || status == 304
                                    || (bodies.isEmpty() && firstAnswersHead);
                    bodies.add(bare ? "" : body(head.get(), in));
                }
            }
            return new HostileOutcome(statuses, bodies, false);
        } catch (EOFException e) {
            return new HostileOutcome(statuses, bodies, true);
        }
    }

    private static String body(Http.Head head, InputStream in) throws IOException {
        boolean framed =
                head.header("Content-Length").isPresent()
                        || head.header("Transfer-Encoding").isPresent();
        return framed
                ? Http.readBody(head, in)
                : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
