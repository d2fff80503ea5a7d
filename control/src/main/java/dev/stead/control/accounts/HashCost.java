package dev.stead.control.accounts;

/**
 * What it costs to compute a password's hash.
 *
 * @param memory KiB
 * @param passes over the memory
 * @param lanes that could run at once
 */
record HashCost(int memory, int passes, int lanes) {
    /** What OWASP's password storage cheat sheet names first for Argon2id. */
    static final HashCost STANDARD = new HashCost(19_456, 2, 1);
}
