package dev.stead.gateway;

import dev.stead.model.Cidr;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AttributeKey;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who asks on a connection: whoever is at its other end or, when that is a proxy whose {@code
 * X-Forwarded-For} is believed, whom it names with each request.
 */
final class Visitors {
    private static final AttributeKey<List<Cidr>> BELIEVED =
            AttributeKey.valueOf(Visitors.class, "believed");

    private final Peer end;
    private final List<Cidr> believed;

    Visitors(Peer end, List<Cidr> believed) {
        this.end = end;
        this.believed = believed;
    }

    /** Remembers that the other end is one of these proxies. */
    static void believe(Channel channel, List<Cidr> proxies) {
        channel.attr(BELIEVED).set(proxies);
    }

    /** Those of a connection that is set up. */
    static Visitors on(Channel channel) {
        List<Cidr> believed = channel.attr(BELIEVED).get();
        return new Visitors(Peer.of(channel), believed == null ? List.of() : believed);
    }

    /** Whoever is at the other end. */
    Peer end() {
        return end;
    }

    /**
     * Who asks this. Each proxy appends whom it heard, so that the last address that is no proxy's
     * of ours is the visitor's, and everything before it may be invented (RFC 7239, 8.1). Where
     * something stands that is not an address, nobody farther away is known.
     *
     * @param headers as they came
     */
    Peer of(HttpHeaders headers) {
        if (believed.isEmpty()) {
            return end;
        }
        Peer nearest = end;
        List<String> values = headers.getAll(HeaderNames.FORWARDED_FOR);
        for (int i = values.size() - 1; i >= 0; i--) {
            String value = values.get(i);
            for (int to = value.length(); to >= 0; ) {
                int comma = value.lastIndexOf(',', to - 1);
                String element = value.substring(comma + 1, to).strip();
                to = comma;
                if (element.isEmpty()) {
                    continue;
                }
                Optional<InetAddress> address = address(element);
                if (address.isEmpty()) {
                    return nearest;
                }
                nearest = end.with(address.get());
                if (!isBelieved(believed, address.get())) {
                    return nearest;
                }
            }
        }
        return nearest;
    }

    static boolean isBelieved(List<Cidr> proxies, InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Cidr range : proxies) {
            if (range.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    /** Some proxies add the port: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
    private static Optional<InetAddress> address(String element) {
        if (element.startsWith("[")) {
            int end = element.indexOf(']');
            boolean port = end > 0 && element.substring(end + 1).matches("(:[0-9]{1,5})?");
            return port ? Cidr.address(element.substring(1, end)) : Optional.empty();
        }
        int colon = element.indexOf(':');
        boolean port =
                element.indexOf('.') > 0
                        && colon > 0
                        && element.substring(colon).matches(":[0-9]{1,5}");
        return Cidr.address(port ? element.substring(0, colon) : element);
    }
}
