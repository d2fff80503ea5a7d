package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Certificates, of which the one that names the visitor's host is shown: an exact name before a
 * wildcard, the earlier certificate before the later one, the first for hosts that none names.
 */
final class CertificateSet {
    private final List<Credentials> all;
    private final Map<String, List<Integer>> byName = new HashMap<>();

    /**
     * @param all at least one
     */
    CertificateSet(List<Credentials> all) {
        this.all = List.copyOf(all);
        for (int i = 0; i < this.all.size(); i++) {
            for (String name : this.all.get(i).names()) {
                byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(i);
            }
        }
    }

    static CertificateSet of(Credentials only) {
        return new CertificateSet(List.of(only));
    }

    List<Credentials> all() {
        return all;
    }

    /** What clients that name this host may be shown; several only for several kinds of keys. */
    List<Credentials> shownTo(String host) {
        List<Integer> fit = fitting(host);
        return fit == null ? List.of(all.getFirst()) : fit.stream().map(all::get).toList();
    }

    /**
     * Which certificate to show.
     *
     * @param host lower case, empty for none
     * @param type kind of key that the client can deal with, such as {@code EC}; null for any
     * @return its index, -1 when the one to show has another kind of key
     */
    int find(String host, @Nullable String type) {
        List<Integer> fit = fitting(host);
        if (fit == null) {
            return hasKey(0, type) ? 0 : -1;
        }
        for (int index : fit) {
            if (hasKey(index, type)) {
                return index;
            }
        }
        return -1;
    }

    private @Nullable List<Integer> fitting(String host) {
        List<Integer> exact = byName.get(host);
        int dot = host.indexOf('.');
        if (exact != null || dot <= 0) {
            return exact;
        }
        // A wildcard stands for just one label (RFC 9525 section 6.3).
        return byName.get("*" + host.substring(dot));
    }

    private boolean hasKey(int index, @Nullable String type) {
        return type == null || all.get(index).key().getAlgorithm().equals(type);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CertificateSet set && set.all.equals(all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }
}
