package dev.stead.gateway;

/** Why a connection or a request is not taken; the words stand in log and metrics. */
enum Refusal {
    /** There are as many connections as there may be. */
    CONNECTIONS("connections"),
    /** The process has hardly any descriptors left. */
    DESCRIPTORS("descriptors"),
    /** Buffers take as much memory as they may. */
    MEMORY("memory"),
    /** The address may not ask anything here. */
    ADDRESS("address"),
    /** The address may not use this route. */
    ROUTE_ADDRESS("route-address"),
    /** The address has as many connections as it may. */
    ADDRESS_CONNECTIONS("address-connections"),
    /** Too many requests from one address. */
    ADDRESS_REQUESTS("address-requests"),
    /** Too many upgrades from one address. */
    ADDRESS_UPGRADES("address-upgrades"),
    /** Too many requests of one account. */
    ACCOUNT_REQUESTS("account-requests"),
    /** Too many upgrades of one account. */
    ACCOUNT_UPGRADES("account-upgrades");

    private final String word;

    Refusal(String word) {
        this.word = word;
    }

    /** Whether a connection can be refused for it. */
    boolean isOfConnections() {
        return switch (this) {
            case CONNECTIONS, DESCRIPTORS, MEMORY, ADDRESS, ADDRESS_CONNECTIONS -> true;
            case ROUTE_ADDRESS,
                    ADDRESS_REQUESTS,
                    ADDRESS_UPGRADES,
                    ACCOUNT_REQUESTS,
                    ACCOUNT_UPGRADES ->
                    false;
        };
    }

    String word() {
        return word;
    }
}
