package dev.stead.gateway;

import java.util.Optional;

/** Reads {@code /proc/net/tcp} and {@code tcp6} (proc(5)): which socket listens on a port. */
final class ListenTable {
    private static final String LISTEN = "0A";

    private ListenTable() {}

    /** The inode of a socket that listens on this port, at any address. */
    static Optional<String> inodeOfListener(String table, int port) {
        String wanted = "%04X".formatted(port);
        return table.lines()
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 9)
                .filter(columns -> columns[1].endsWith(":" + wanted) && columns[3].equals(LISTEN))
                .map(columns -> columns[9])
                .filter(inode -> !inode.equals("0"))
                .findFirst();
    }
}
