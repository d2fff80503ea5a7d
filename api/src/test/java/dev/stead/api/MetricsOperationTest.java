package dev.stead.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.base.Exposition;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MetricsOperationTest {
    private final Metrics one = all -> all.gauge("stead_one", "One thing", 1);
    private final Metrics two = all -> all.counter("stead_two_total", "Another", 2);

    @Test
    void putsAllSourcesTogether() {
        assertThat(text(one, two))
                .isEqualTo(
                        """
                        # HELP stead_one One thing
                        # TYPE stead_one gauge
                        stead_one 1.0
                        # HELP stead_two_total Another
                        # TYPE stead_two_total counter
                        stead_two_total 2.0
                        """);
    }

    @Test
    void refusesTwoFamiliesOfOneName() {
        assertThatThrownBy(() -> text(one, one)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void needsWhatSeeingTheSystemNeeds() {
        Operation operation = new MetricsOperation(List.of()).get();
        assertThat(operation.permission()).isEqualTo(Permission.SEE_SYSTEM);
    }

    private static String text(Metrics... sources) {
        Operation operation = new MetricsOperation(List.of(sources)).get();
        if (operation.reply() instanceof Operation.Reply.Text(String type, var work)) {
            assertThat(type).isEqualTo(Exposition.TYPE).startsWith("text/plain");
            return work.apply(ApiDocuments.deaf(Call.class));
        }
        throw new AssertionError("not a text");
    }
}
