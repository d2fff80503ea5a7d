package dev.stead.control.accounts;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Computes Argon2id (RFC 9106). Costs much memory and time: {@link HashingPool} says when. */
final class Argon2 {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final HashCost cost;
    private final Mint mint;

    /**
     * The memory of a thread's last hash, to be used again by its next: 19 MiB would go through the
     * server's small heap with each sign-in otherwise. It goes with the next whole collection.
     */
    private final ThreadLocal<WeakReference<BlockPool>> blocks =
            ThreadLocal.withInitial(() -> new WeakReference<>(null));

    Argon2(HashCost cost, Mint mint) {
        this.cost = cost;
        this.mint = mint;
    }

    PasswordHash hash(String password) {
        byte[] salt = mint.bytes(SALT_BYTES);
        return PasswordHash.of(cost, salt, compute(cost, salt, password, HASH_BYTES));
    }

    /** A hash that no password has, to be compared with where there is none. */
    PasswordHash dummy() {
        return PasswordHash.of(cost, mint.bytes(SALT_BYTES), mint.bytes(HASH_BYTES));
    }

    boolean matches(PasswordHash kept, String password) {
        byte[] hash = kept.hashBytes();
        byte[] found = compute(kept.cost(), kept.saltBytes(), password, hash.length);
        return MessageDigest.isEqual(found, hash);
    }

    /** Whether a hash on record was made with another cost than one would be now. */
    boolean isOutdated(PasswordHash kept) {
        return !kept.cost().equals(cost);
    }

    private byte[] compute(HashCost by, byte[] salt, String password, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(by.memory())
                        .withIterations(by.passes())
                        .withParallelism(by.lanes())
                        .withSalt(salt)
                        .withBlockPool(blocks())
                        .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private BlockPool blocks() {
        BlockPool known = blocks.get().get();
        if (known != null) {
            return known;
        }
        // A few more than the memory itself for what is on the way.
        BlockPool fresh = new FixedBlockPool(cost.memory() + 16);
        blocks.set(new WeakReference<>(fresh));
        return fresh;
    }
}
