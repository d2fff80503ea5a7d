package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.testing.ManualScheduler;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class MailboxTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final Mailbox mailbox = new Mailbox(scheduler);
    private final List<Integer> seen = new ArrayList<>();

    @Test
    void runsTasksInOrderAlsoThoseThatTasksPost() {
        mailbox.post(() -> {
            mailbox.post(() -> seen.add(3));
            seen.add(1);
        });
        mailbox.post(() -> seen.add(2));
        scheduler.settle();
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        mailbox.post(() -> {
            throw new IllegalStateException("a mistake");
        });
        mailbox.post(() -> seen.add(1));
        assertThatThrownBy(scheduler::settle).hasMessage("a mistake");
        scheduler.settle();
        assertThat(seen).containsExactly(1);
    }
}
