package dev.stead.model;

/** A size, or the keys of {@code cache}. */
final class CacheKeys {
    private static final long DEFAULT_MEMORY = 64L << 20;
    private static final Shape<Long> MEMORY_SIZE =
            Amounts.size(1L << 20, "1 MiB", 256L << 30, "256 GiB", "64 MiB");

    private static final Key<Long> MEMORY =
            Key.of(
                            "memory",
                            MEMORY_SIZE,
                            DEFAULT_MEMORY,
                            "`64 MiB`",
                            "Memory for kept answers at most; with `disk`, a quarter of it is for"
                                    + " knowing what is there",
                            "256 MiB")
                    .alsoCalled("ram", "keys_zone", "total-max-size", "size");
    private static final Key<Long> DISK =
            Key.of(
                            "disk",
                            Amounts.size(1L << 20, "1 MiB", 1L << 44, "16 TiB", "1 GiB"),
                            0L,
                            "none",
                            "Disk for kept answers at most, for what memory has no room for",
                            "1 GiB")
                    .alsoCalled("max_size", "path", "file", "folder");

    static final Keys KEYS = Keys.of("cache", "a `cache` mapping", MEMORY, DISK);

    static final Shape<CacheRules> SHAPE =
            ChoiceShape.of(
                    MEMORY_SIZE.map(memory -> new CacheRules(memory, 0)),
                    KEYS.to(f -> new CacheRules(f.get(MEMORY), f.get(DISK))));

    private CacheKeys() {}
}
