package dev.stead.control.disk;

import static dev.stead.api.DiskLevel.CRITICAL;
import static dev.stead.api.DiskLevel.FULL;
import static dev.stead.api.DiskLevel.LOW;
import static dev.stead.api.DiskLevel.PLENTY;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.DiskLevel;
import dev.stead.base.DiskUsage;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

final class DiskRulesTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final List<DiskLevel> LEVELS = List.of(DiskLevel.values());

    private static DiskLevel fresh(long size, long free) {
        return DiskRules.decide(new DiskUsage(size, free, 0, 0), PLENTY);
    }

    @Test
    void aSmallDiskIsJudgedByParts() {
        assertThat(fresh(1000 * MIB, 100 * MIB)).isEqualTo(PLENTY);
        assertThat(fresh(1000 * MIB, 99 * MIB)).isEqualTo(LOW);
        assertThat(fresh(1000 * MIB, 49 * MIB)).isEqualTo(CRITICAL);
        assertThat(fresh(1000 * MIB, 9 * MIB)).isEqualTo(FULL);
        assertThat(fresh(1000 * MIB, 0)).isEqualTo(FULL);
    }

    @Test
    void aLargeDiskIsJudgedByWhatIsLeft() {
        assertThat(fresh(4000 * GIB, 5 * GIB)).isEqualTo(PLENTY);
        assertThat(fresh(4000 * GIB, 5 * GIB - 1)).isEqualTo(LOW);
        assertThat(fresh(4000 * GIB, GIB - 1)).isEqualTo(CRITICAL);
        assertThat(fresh(4000 * GIB, 128 * MIB - 1)).isEqualTo(FULL);
    }

    @Test
    void inodesCountWhereTheyAreBounded() {
        DiskUsage few = new DiskUsage(4000 * GIB, 2000 * GIB, 1000, 19);
        assertThat(DiskRules.decide(few, PLENTY)).isEqualTo(CRITICAL);
        assertThat(DiskRules.excess(few)).isEqualTo(Long.MAX_VALUE);
        assertThat(DiskRules.decide(new DiskUsage(GIB, GIB, 1000, 50), PLENTY)).isEqualTo(PLENTY);
        assertThat(DiskRules.decide(new DiskUsage(GIB, GIB, 0, 0), PLENTY)).isEqualTo(PLENTY);
    }

    @Test
    void gettingBetterTakesAQuarterMore() {
        assertThat(DiskRules.decide(disk(100), LOW)).isEqualTo(LOW);
        assertThat(DiskRules.decide(disk(124), LOW)).isEqualTo(LOW);
        assertThat(DiskRules.decide(disk(125), LOW)).isEqualTo(PLENTY);
        assertThat(DiskRules.decide(disk(124), FULL)).isEqualTo(LOW);
        assertThat(DiskRules.decide(disk(60), CRITICAL)).isEqualTo(CRITICAL);
        assertThat(DiskRules.decide(disk(63), CRITICAL)).isEqualTo(LOW);
        assertThat(DiskRules.decide(disk(800), FULL)).isEqualTo(PLENTY);
    }

    @Test
    void aChangeMayBeginOnlyIfTheDiskIsNotInNeedAfterwards() {
        assertThat(DiskRules.mayBegin(disk(200), PLENTY, 100 * MIB)).isTrue();
        assertThat(DiskRules.mayBegin(disk(200), PLENTY, 150 * MIB)).isTrue();
        assertThat(DiskRules.mayBegin(disk(200), PLENTY, 151 * MIB)).isFalse();
        assertThat(DiskRules.needed(disk(200), PLENTY, 151 * MIB)).isEqualTo(201 * MIB);
        assertThat(DiskRules.mayBegin(disk(51), LOW, 0)).isTrue();
        assertThat(DiskRules.mayBegin(disk(51), CRITICAL, 0)).isFalse();
        assertThat(DiskRules.needed(disk(51), CRITICAL, 0)).isEqualTo((long) (62.5 * MIB));
    }

    /** Of a thousand MiB. */
    private static DiskUsage disk(long freeMib) {
        return new DiskUsage(1000 * MIB, freeMib * MIB, 0, 0);
    }

    @Test
    void lessFreeIsNeverBetterWhateverWasBefore() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            long size = 1 + random.nextLong(1L << (10 + random.nextInt(34)));
            long some = random.nextLong(size + 1);
            long less = random.nextLong(some + 1);
            DiskLevel before = LEVELS.get(random.nextInt(LEVELS.size()));
            DiskLevel well = DiskRules.decide(new DiskUsage(size, some, 0, 0), before);
            DiskLevel worse = DiskRules.decide(new DiskUsage(size, less, 0, 0), before);
            assertThat(worse.isAtLeast(well))
                    .as("%d of %d, then %d, after %s", some, size, less, before)
                    .isTrue();
        }
    }

    @Test
    void aDiskThatStandsStillDoesNotChangeItsLevel() {
        Random random = new Random(6);
        for (int i = 0; i < 100_000; i++) {
            DiskUsage usage = any(random);
            DiskLevel before = LEVELS.get(random.nextInt(LEVELS.size()));
            DiskLevel once = DiskRules.decide(usage, before);
            assertThat(DiskRules.decide(usage, once))
                    .as("%s after %s", usage, before)
                    .isEqualTo(once);
        }
    }

    /** A twentieth up and down, over any threshold, changes the level once at most. */
    @Test
    void aDiskThatTremblesSettles() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            DiskUsage usage = any(random);
            DiskLevel level = LEVELS.get(random.nextInt(LEVELS.size()));
            int changes = 0;
            for (int step = 0; step < 20; step++) {
                long free = (long) (usage.free() * (1 + random.nextDouble(0.2)));
                DiskLevel next = DiskRules.decide(new DiskUsage(usage.size(), free, 0, 0), level);
                changes += step > 0 && next != level && !next.isAtLeast(level) ? 1 : 0;
                level = next;
            }
            assertThat(changes).as("%s", usage).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void whatIsFreedAsAskedForLeavesTheNeed() {
        Random random = new Random(8);
        for (int i = 0; i < 100_000; i++) {
            DiskUsage usage = any(random);
            DiskLevel before = LEVELS.get(random.nextInt(LEVELS.size()));
            long free = usage.free() + DiskRules.excess(usage);
            assertThat(DiskRules.decide(new DiskUsage(usage.size(), free, 0, 0), before))
                    .as("%s", usage)
                    .isEqualTo(PLENTY);
        }
    }

    private static DiskUsage any(Random random) {
        long size = (1 << 10) + random.nextLong(1L << (11 + random.nextInt(34)));
        // Most of the time near the thresholds.
        double part = random.nextBoolean() ? random.nextDouble() : random.nextDouble(0.15);
        return new DiskUsage(size, (long) (size * part), 0, 0);
    }
}
