package dev.stead.agent.inspection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Sockets that accept TCP connections (proc_net_tcp in proc(5)). The words of an address are in the
 * order of this machine's bytes.
 *
 * @param proc where proc(5) is mounted
 */
record Sockets(Path proc) {
    private static final String LISTEN = "0A";
    private static final int INODE = 9;

    /**
     * One that listens.
     *
     * @param inode by which its holder is found
     */
    record Socket(String address, int port, long inode) {}

    List<Socket> listening() {
        List<Socket> sockets = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : Texts.lines(proc.resolve(table))) {
                socket(line).ifPresent(sockets::add);
            }
        }
        sockets.sort(Comparator.comparingInt(Socket::port).thenComparing(Socket::address));
        return sockets;
    }

    static Optional<Socket> socket(String line) {
        List<String> fields = Texts.words(line);
        if (fields.size() <= INODE || !fields.get(3).equals(LISTEN)) {
            return Optional.empty();
        }
        String local = fields.get(1);
        int colon = local.indexOf(':');
        try {
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(
                            new Socket(
                                    address(local.substring(0, colon)),
                                    HexFormat.fromHexDigits(local.substring(colon + 1)),
                                    Long.parseLong(fields.get(INODE))));
        } catch (IllegalArgumentException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String address(String hex) throws UnknownHostException {
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        ByteBuffer bytes = ByteBuffer.allocate(words.capacity());
        words.order(ByteOrder.nativeOrder());
        while (words.remaining() >= Integer.BYTES) {
            bytes.putInt(words.getInt());
        }
        String text = InetAddress.getByAddress(bytes.array()).getHostAddress();
        return text.contains(":") ? text.replaceFirst("(^|:)0(:0)+(:|$)", "::") : text;
    }
}
