package dev.stead.gateway;

import dev.stead.model.AddressRules;

/** From where requests are taken, ready to be asked for each of them. Immutable. */
final class AddressFilter {
    /** Takes them from everywhere. */
    static final AddressFilter ANY = new AddressFilter(AddressRules.ANY);

    private final AddressRanges allow;
    private final AddressRanges deny;

    /** By these rules, of which there are hardly ever any. */
    static AddressFilter of(AddressRules rules) {
        return rules.equals(AddressRules.ANY) ? ANY : new AddressFilter(rules);
    }

    AddressFilter(AddressRules rules) {
        allow = new AddressRanges(rules.allow());
        deny = new AddressRanges(rules.deny());
    }

    /** Whether it takes them from everywhere. */
    boolean isOpen() {
        return allow.isEmpty() && deny.isEmpty();
    }

    boolean admits(AddressKey address) {
        return isOpen()
                || (!deny.contains(address) && (allow.isEmpty() || allow.contains(address)));
    }
}
