package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What a connection to an instance begins with to name the visitor: PROXY protocol, version 2 (The
 * PROXY protocol, HAProxy, 2.2).
 *
 * @param source IP address of the visitor
 * @param sourcePort 0 when it is not known
 * @param target IP address that was connected to
 */
record ProxyHeader(String source, int sourcePort, String target, int targetPort) {
    /** For a visitor whose connection this is. */
    static ProxyHeader of(Peer visitor, Channel channel) {
        Optional<Peer.Announced> announced = Peer.announced(channel);
        return announced.isPresent() ? of(announced.get()) : ofConnection(visitor, channel);
    }

    /** A proxy before the gateway has said all of it. */
    private static ProxyHeader of(Peer.Announced announced) {
        return new ProxyHeader(
                announced.visitor().getAddress().getHostAddress(),
                announced.visitor().getPort(),
                announced.target().getAddress().getHostAddress(),
                announced.target().getPort());
    }

    private static ProxyHeader ofConnection(Peer visitor, Channel channel) {
        boolean ip =
                channel.remoteAddress() instanceof InetSocketAddress
                        && channel.localAddress() instanceof InetSocketAddress;
        if (!ip) {
            return new ProxyHeader("", 0, "", 0);
        }
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        // Behind a proxy that names visitors in each request, the visitor is not who has connected.
        boolean direct = remote.getAddress().getHostAddress().equals(visitor.address());
        return new ProxyHeader(
                withoutZone(visitor.address()),
                direct ? remote.getPort() : 0,
                withoutZone(local.getAddress().getHostAddress()),
                local.getPort());
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /** As it goes over the wire; without addresses when they are none. */
    HAProxyMessage message() {
        boolean v4 = NetUtil.isValidIpV4Address(source) && NetUtil.isValidIpV4Address(target);
        if (!v4 && !(isIp(source) && isIp(target))) {
            return new HAProxyMessage(
                    HAProxyProtocolVersion.V2,
                    HAProxyCommand.LOCAL,
                    HAProxyProxiedProtocol.UNKNOWN,
                    null,
                    null,
                    0,
                    0);
        }
        return new HAProxyMessage(
                HAProxyProtocolVersion.V2,
                HAProxyCommand.PROXY,
                v4 ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
                v4 ? source : v6(source),
                v4 ? target : v6(target),
                sourcePort,
                targetPort);
    }

    private static boolean isIp(String address) {
        return NetUtil.isValidIpV4Address(address) || NetUtil.isValidIpV6Address(address);
    }

    /** An IPv4 address beside an IPv6 one is written as such (RFC 4291, 2.5.5.2). */
    private static String v6(String address) {
        return NetUtil.isValidIpV4Address(address) ? "::ffff:" + address : address;
    }
}
