package dev.stead.model;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses, such as {@code 10.0.0.0/8} (RFC 4632, RFC 4291). */
public final class Cidr {
    private static final String OCTET = "(0|[1-9][0-9]{0,2})";
    private static final Pattern LITERAL =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int LONGEST = 45;
    private static final int V4 = 4;
    private static final int V6 = 16;

    private final byte[] address;
    private final int bits;

    private Cidr(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /**
     * Reads an address, or the first one of a range with the number of its leading bits that count.
     * An address with bits set behind those is none, because nobody can tell what was meant.
     */
    public static Optional<Cidr> parse(String text) {
        Optional<Cidr> range = around(text);
        int slash = text.indexOf('/');
        return slash < 0
                ? range
                : range.filter(
                        r -> literal(text.substring(0, slash)).filter(r::isFirst).isPresent());
    }

    /** Reads the same, and takes any address of the range for it. */
    static Optional<Cidr> around(String text) {
        int slash = text.indexOf('/');
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (slash >= 0 && !length.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        return literal(slash < 0 ? text : text.substring(0, slash))
                .flatMap(address -> {
                    int most = address.length * Byte.SIZE;
                    int bits = slash < 0 ? most : Integer.parseInt(length);
                    return bits > most
                            ? Optional.empty()
                            : Optional.of(new Cidr(masked(address, bits), bits));
                });
    }

    private static Optional<byte[]> literal(String text) {
        return address(text).map(InetAddress::getAddress);
    }

    /**
     * Reads one address in its usual form; never asks a name server. An IPv4 address inside an IPv6
     * one is that IPv4 address.
     */
    public static Optional<InetAddress> address(String text) {
        if (text.length() > LONGEST || !LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            masked[i] &= (byte) (0xff << (Byte.SIZE - kept));
        }
        return masked;
    }

    private boolean isFirst(byte[] other) {
        return Arrays.equals(other, address);
    }

    /** Its first address, 4 or 16 bytes in the order of the network. */
    public byte[] address() {
        return address.clone();
    }

    /** How many leading bits all its addresses share. */
    public int bits() {
        return bits;
    }

    /**
     * Whether the range has this address. Allocates nothing.
     *
     * @param other 4 or 16 bytes in the order of the network; an IPv4 address inside an IPv6 one
     *     ({@code ::ffff:a.b.c.d}) counts as that IPv4 address
     */
    public boolean contains(byte[] other) {
        int from = other.length == V6 && isMapped(other) ? V6 - V4 : 0;
        if (other.length - from != address.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(other, from, from + whole, address, 0, whole)) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0
                || ((other[from + whole] ^ address[whole]) & (0xff << (Byte.SIZE - rest)) & 0xff)
                        == 0;
    }

    private static boolean isMapped(byte[] address) {
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[10] == -1 && address[11] == -1;
    }

    /** Whether it is every address of its version. */
    boolean isAll() {
        return bits == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr that
                && bits == that.bits
                && Arrays.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(address) * 31 + bits;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        boolean four = address.length == 4;
        for (int i = 0; i < address.length; i += four ? 1 : 2) {
            int high = address[i] & 0xff;
            text.append(text.isEmpty() ? "" : four ? "." : ":")
                    .append(
                            four
                                    ? String.valueOf(high)
                                    : Integer.toHexString((high << 8) | (address[i + 1] & 0xff)));
        }
        String all =
                four ? text.toString() : text.toString().replaceFirst("(^|:)0(:0)+(:|$)", "::");
        return bits == address.length * Byte.SIZE ? all : all + "/" + bits;
    }
}
