package dev.stead.gateway;

/**
 * Whom a kept answer may be given to. Never across accounts, unless the component says that it is
 * for everybody and everybody could ask for it.
 *
 * @param account who asked for it: account and groups; empty for nobody who has signed in
 * @param everybody whether it is for whoever uses a public route
 * @param explicit whether the component said so, which is what requests with credentials need (RFC
 *     9111, 3.5, extended to cookies)
 */
record Audience(String account, boolean everybody, boolean explicit) {
    /** The audience of an answer to this request. */
    static Audience of(CacheRequest asked, Terms terms, boolean personal) {
        boolean everybody = terms.explicit() && asked.open() && !personal;
        return new Audience(everybody ? "" : asked.account(), everybody, terms.explicit());
    }

    boolean has(CacheRequest asked) {
        return everybody
                ? asked.open()
                : account.equals(asked.account()) && (explicit || !asked.credentials());
    }
}
