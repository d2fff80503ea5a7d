package dev.stead.model;

import java.util.List;

/**
 * From where requests are taken. {@code deny} wins; an empty {@code allow} means from everywhere.
 *
 * @param allow ranges that may ask; empty for all
 * @param deny ranges that may not
 */
public record AddressRules(List<Cidr> allow, List<Cidr> deny) {
    /** From everywhere. */
    public static final AddressRules ANY = new AddressRules(List.of(), List.of());

    public AddressRules {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }
}
