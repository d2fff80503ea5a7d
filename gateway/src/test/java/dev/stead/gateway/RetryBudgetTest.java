package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

final class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget();

    @Test
    void hasAFewForTheFirstRequests() {
        int taken = 0;
        while (budget.spend()) {
            taken++;
        }
        assertThat(taken).isEqualTo(RetryBudget.MOST);
        assertThat(budget.spent()).isEqualTo(RetryBudget.MOST);
    }

    /** Of any requests in a row no more than a fifth, but for what was saved up. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void repeatsNoMoreThanAFifth(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int requests = 0;
        int spent = 0;
        for (int i = 0; i < 10_000; i++) {
            if (random.nextInt(3) == 0) {
                budget.requested();
                requests++;
            } else if (budget.spend()) {
                spent++;
            }
            assertThat(spent).isLessThanOrEqualTo(RetryBudget.MOST + requests / 5);
        }
        assertThat(spent).isGreaterThan(requests / 5 - 1);
    }

    @Test
    void savesUpNoMoreThanAFew() {
        for (int i = 0; i < 10_000; i++) {
            budget.requested();
        }
        for (int i = 0; i < RetryBudget.MOST; i++) {
            assertThat(budget.spend()).isTrue();
        }
        assertThat(budget.spend()).isFalse();
    }
}
