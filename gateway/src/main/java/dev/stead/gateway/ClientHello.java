package dev.stead.gateway;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a TLS client asks for before anything is decided (RFC 8446 section 4.1.2).
 *
 * @param host name of the server (RFC 6066 section 3), lower case; empty when there is none
 * @param protocols application protocols (RFC 7301 section 3.1) in the client's order
 */
record ClientHello(String host, List<String> protocols) {
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    private static final int HOST_NAME = 0;
    private static final ClientHello NOTHING = new ClientHello("", List.of());

    ClientHello {
        protocols = List.copyOf(protocols);
    }

    /**
     * Reads the body of the handshake message; one that is malformed asks for nothing.
     *
     * @param hello its reader index moves
     */
    static ClientHello read(ByteBuf hello) {
        try {
            hello.skipBytes(VERSION_AND_RANDOM);
            hello.skipBytes(hello.readUnsignedByte());
            hello.skipBytes(hello.readUnsignedShort());
            hello.skipBytes(hello.readUnsignedByte());
            return hello.isReadable()
                    ? extensions(hello.readSlice(hello.readUnsignedShort()))
                    : NOTHING;
        } catch (IndexOutOfBoundsException e) {
            return NOTHING;
        }
    }

    private static ClientHello extensions(ByteBuf extensions) {
        String host = "";
        List<String> protocols = List.of();
        while (extensions.isReadable()) {
            int type = extensions.readUnsignedShort();
            ByteBuf content = extensions.readSlice(extensions.readUnsignedShort());
            if (type == SERVER_NAME) {
                host = host(content);
            } else if (type == ALPN) {
                protocols = protocols(content);
            }
        }
        return new ClientHello(host, protocols);
    }

    private static String host(ByteBuf content) {
        ByteBuf names = content.readSlice(content.readUnsignedShort());
        while (names.isReadable()) {
            int type = names.readUnsignedByte();
            String name = text(names, names.readUnsignedShort());
            if (type == HOST_NAME) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private static List<String> protocols(ByteBuf content) {
        ByteBuf list = content.readSlice(content.readUnsignedShort());
        List<String> protocols = new ArrayList<>();
        while (list.isReadable()) {
            protocols.add(text(list, list.readUnsignedByte()));
        }
        return protocols;
    }

    private static String text(ByteBuf from, int length) {
        return from.readSlice(length).toString(StandardCharsets.US_ASCII);
    }
}
