package dev.stead.control.doctor;

import java.net.InetAddress;

/** Which sockets meet at which addresses (ip(7), ipv6(7)). */
final class Addresses {
    private Addresses() {}

    /** Whether only this machine reaches it; false for what is no address. */
    static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** How sure it is that one of them cannot listen on a port on which the other does. */
    enum Meeting {
        NEVER,
        PERHAPS,
        SURE
    }

    /**
     * How a wanted address meets one that is taken. A socket of all of IPv6 has IPv4 too, as the
     * gateway's has, unless it was made for IPv6 alone, which nobody can see of others.
     */
    static Meeting meeting(String wanted, String taken) {
        boolean sameKind = isIpv6(wanted) == isIpv6(taken);
        if (same(wanted, taken) || (sameKind && (isAll(wanted) || isAll(taken)))) {
            return Meeting.SURE;
        }
        if (sameKind) {
            return Meeting.NEVER;
        }
        return isIpv6(wanted)
                ? isAll(wanted) ? Meeting.SURE : Meeting.NEVER
                : isAll(taken) ? Meeting.PERHAPS : Meeting.NEVER;
    }

    private static boolean same(String one, String other) {
        try {
            return InetAddress.ofLiteral(one).equals(InetAddress.ofLiteral(other));
        } catch (IllegalArgumentException e) {
            return one.equals(other);
        }
    }

    private static boolean isAll(String address) {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    private static boolean isIpv6(String address) {
        return address.contains(":");
    }
}
