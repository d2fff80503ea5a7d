package dev.stead.gateway;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An IP address as numbers.
 *
 * @param high first 64 bits of an IPv6 address; 0 for IPv4
 * @param low the other 64 bits; of an IPv4 address its 32
 * @param six whether it is an IPv6 address; IPv4 ones that are written as IPv6 (RFC 4291, 2.5.5.2)
 *     are not
 */
record AddressKey(long high, long low, boolean six) implements Comparable<AddressKey> {
    /** Of a visitor whose address is not known. */
    static final AddressKey NONE = new AddressKey(0, 0, false);

    /** Reads an address as {@link InetAddress#getHostAddress} writes it. */
    static AddressKey of(String text) {
        long four = four(text);
        if (four >= 0) {
            return new AddressKey(0, four, false);
        }
        if (text.indexOf(':') < 0) {
            return NONE;
        }
        int scope = text.indexOf('%');
        try {
            return of(InetAddress.ofLiteral(scope < 0 ? text : text.substring(0, scope)));
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }

    /** An address that the kernel or a resolver named. */
    static AddressKey of(InetAddress address) {
        return of(address.getAddress());
    }

    private static AddressKey of(byte[] bytes) {
        AddressKey written = asWritten(bytes);
        boolean mapped = written.six && written.high == 0 && written.low >>> 32 == 0xffff;
        return mapped ? new AddressKey(0, written.low & 0xffff_ffffL, false) : written;
    }

    /**
     * The number that 4 or 16 bytes stand for, 16 always for IPv6.
     *
     * @param bytes in the order of the network
     */
    static AddressKey asWritten(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return bytes.length == 4
                ? new AddressKey(0, Integer.toUnsignedLong(buffer.getInt()), false)
                : new AddressKey(buffer.getLong(), buffer.getLong(), true);
    }

    /** IPv4 first, then by number. */
    @Override
    public int compareTo(AddressKey other) {
        if (six != other.six) {
            return six ? 1 : -1;
        }
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    /** What is counted as one visitor: an IPv4 address, or the first half of an IPv6 one. */
    AddressKey visitor() {
        return six ? new AddressKey(high, 0, true) : this;
    }

    private static long four(String text) {
        long value = 0;
        int part = 0;
        int digits = 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (part > 255) {
                return -1;
            } else if (c == '.' && digits > 0) {
                value = value << 8 | part;
                part = 0;
                digits = 0;
                dots++;
            } else if (c >= '0' && c <= '9' && digits < 3) {
                part = part * 10 + c - '0';
                digits++;
            } else {
                return -1;
            }
        }
        return dots == 3 && digits > 0 && part <= 255 ? value << 8 | part : -1;
    }
}
