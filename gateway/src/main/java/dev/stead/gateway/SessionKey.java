package dev.stead.gateway;

/** A session as a request names it. */
record SessionKey(String host, String secret) {
    @Override
    public String toString() {
        return "SessionKey[" + host + "]";
    }
}
