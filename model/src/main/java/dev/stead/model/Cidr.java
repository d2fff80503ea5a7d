package dev.stead.model;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A range of IP addresses, such as {@code 10.0.0.0/8} (RFC 4632, RFC 4291). */
public final class Cidr {
    private final byte[] address;
    private final int bits;

    private Cidr(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** Reads an address, or one with the number of its leading bits that count. */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        if (!literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]{2,45}")
                || (!literal.contains(":") && !literal.contains("."))) {
            return Optional.empty();
        }
        try {
            byte[] address = InetAddress.ofLiteral(literal).getAddress();
            int most = address.length * 8;
            String length = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
            if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > most) {
                return Optional.empty();
            }
            int bits = Integer.parseInt(length);
            return Optional.of(new Cidr(masked(address, bits), bits));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        return masked;
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
     * Whether the range has this address.
     *
     * @param other 4 or 16 bytes in the order of the network
     */
    public boolean contains(byte[] other) {
        return other.length == address.length && Arrays.equals(masked(other, bits), address);
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
        try {
            String text = InetAddress.getByAddress(address).getHostAddress();
            return bits == address.length * 8 ? text : text + "/" + bits;
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
