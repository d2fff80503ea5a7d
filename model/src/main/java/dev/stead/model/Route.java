package dev.stead.model;

/**
 * Where the gateway offers a component. The longest matching path of the matching host wins.
 *
 * @param host full host name; empty means the system's domain
 * @param path prefix that starts with {@code /} and ends without one (except the root); matches
 *     whole segments
 * @param strip whether the prefix is removed before the component sees the request
 * @param access who may use it
 * @param from from where, besides what holds for the whole gateway
 */
public record Route(String host, String path, boolean strip, Access access, AddressRules from) {
    /** A route that is used from everywhere. */
    public Route(String host, String path, boolean strip, Access access) {
        this(host, path, strip, access, AddressRules.ANY);
    }
}
