package dev.stead.e2e;

import dev.stead.e2e.ApiTable.Row;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Somebody who tries operations of the API. */
sealed interface ApiCaller {
    /** Whether the reference lets them. */
    boolean may(Row row);

    /** The status of the answer; streams are cut off after it. */
    int call(TestSystem system, Row row) throws IOException;

    /** The request, with an empty document where there can be one. */
    private static Request request(TestSystem system, Row row) {
        String url = system.own() + "/api" + row.filled();
        return row.method().equals("GET")
                ? Request.get(url)
                : Request.json(row.method(), url, "{}");
    }

    private static int status(Client client, Request request) throws IOException {
        try (Line line = client.line(request.host())) {
            line.send(client.withCookies(request));
            return line.readHead(request.url()).status();
        }
    }

    /** No session, no token. */
    record Nobody() implements ApiCaller {
        @Override
        public boolean may(Row row) {
            return false;
        }

        @Override
        public int call(TestSystem system, Row row) throws IOException {
            return status(new Client(system), request(system, row));
        }
    }

    /** Somebody at Stead's own pages, signed in anew when a call has ended the session. */
    record Person(String role, Client client) implements ApiCaller {
        @Override
        public boolean may(Row row) {
            return row.roles().contains(role);
        }

        @Override
        public int call(TestSystem system, Row row) throws IOException {
            if (!client.signedIn()) {
                client.signIn(role, People.PASSWORD);
            }
            return status(client, request(system, row));
        }

        @Override
        public String toString() {
            return role;
        }
    }

    /** A program with a token of one scope. */
    record Program(String role, String scope, String token) implements ApiCaller {
        @Override
        public boolean may(Row row) {
            return row.roles().contains(role) && row.scope().equals(scope);
        }

        @Override
        public int call(TestSystem system, Row row) throws IOException {
            return status(
                    new Client(system),
                    request(system, row).with("Authorization: Bearer " + token));
        }

        @Override
        public String toString() {
            return "a token of scope " + scope + " of " + role;
        }
    }

    /** Whoever can open the control socket. */
    record Owner() implements ApiCaller {
        @Override
        public boolean may(Row row) {
            return true;
        }

        @Override
        public int call(TestSystem system, Row row) throws IOException {
            var address = UnixDomainSocketAddress.of(system.state().resolve("control.sock"));
            Request request =
                    new Request(
                            row.method(),
                            "http://localhost" + row.filled(),
                            List.of("Content-Type: application/json"),
                            row.method().equals("GET") ? "" : "{}");
            try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.connect(address);
                socket.write(ByteBuffer.wrap(request.bytes()));
                ByteBuffer start = ByteBuffer.allocate(12);
                while (start.hasRemaining() && socket.read(start) >= 0) {
                    continue;
                }
                String line = new String(start.array(), StandardCharsets.US_ASCII);
                return Integer.parseInt(line.substring(9));
            }
        }
    }
}
