package dev.stead.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

final class AuditTextTest {
    private static Audit.Entry entry(String target, String detail, String before, String after) {
        return new Audit.Entry(
                "1",
                Instant.EPOCH,
                "anna",
                "192.0.2.1",
                "account role",
                target,
                "done",
                detail,
                before,
                after);
    }

    @Test
    void aChangeIsShownAsBeforeAndAfter() {
        assertThat(AuditText.detail(entry("bert", "", "role=user", "role=viewer")))
                .isEqualTo("role=user -> role=viewer");
        assertThat(AuditText.detail(entry("bert", "why", "", ""))).isEqualTo("why");
        assertThat(AuditText.detail(entry("bert", "", "", "role=user"))).isEqualTo("role=user");
        assertThat(AuditText.detail(entry("bert", "why", "a", "b"))).isEqualTo("why; a -> b");
    }

    @Test
    void whatASpreadsheetWouldComputeIsText() {
        String csv = AuditText.csv(List.of(entry("=cmd|'/c calc'!A1", "", "", "")));

        assertThat(csv).contains(",'=cmd|'/c calc'!A1,").endsWith("\r\n");
        assertThat(csv.split(",", -1)).hasSameSizeAs(AuditText.CSV_HEAD.split(",", -1));
    }

    @Test
    void separatorsAndQuotesAreQuoted() {
        String csv = AuditText.csv(List.of(entry("a,b", "he said \"no\"", "x\ny", "")));

        assertThat(csv).contains("\"a,b\"").contains("\"he said \"\"no\"\"\"").contains("\"x\ny\"");
    }
}
