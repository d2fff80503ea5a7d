package dev.stead.control.doctor;

import dev.stead.model.Limits;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a system file needs of a machine.
 *
 * @param system its name
 * @param shares what each component's instances may use
 * @param wishes which versions its kinds ask for
 * @param door where its gateway listens
 * @param connections of visitors at one time, as the file says
 * @param inUse bytes of memory that instances of this system use already
 */
public record Needs(
        String system,
        List<Share> shares,
        List<Wish> wishes,
        Door door,
        OptionalInt connections,
        long inUse) {
    public Needs {
        shares = List.copyOf(shares);
        wishes = List.copyOf(wishes);
    }

    /**
     * A component's instances.
     *
     * @param instances how many are promised
     * @param limits of each
     */
    public record Share(String component, int instances, Limits limits) {}

    /**
     * A version of a program that a component asks for.
     *
     * @param program as people write it
     * @param kind the key in the file
     * @param packageName Debian's package that holds it
     * @param major the file's word; empty when any will do
     */
    public record Wish(
            String component, String program, String kind, String packageName, OptionalInt major) {}

    /**
     * Where the gateway listens.
     *
     * @param addresses IP addresses
     */
    public record Door(List<String> addresses, int https, int http) {
        public Door {
            addresses = List.copyOf(addresses);
        }
    }

    int instances() {
        return shares.stream().mapToInt(Share::instances).sum();
    }

    /** Whether strangers on the network can reach the gateway. */
    boolean isOpen() {
        return door.addresses().stream().anyMatch(address -> !Addresses.isLoopback(address));
    }
}
