package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

class FenceRulesTest {
    private static final FenceRules ONE = FenceRules.of(List.of(engine("a-1", 7, 20_001, 5432)));

    @Test
    void allowsAnEngineItsPortAndWhatItNeeds() {
        assertThat(ONE.engines()).containsExactly("7");
        assertThat(ONE.own()).containsExactly("7 . 20001");
        assertThat(ONE.allowed()).containsExactly("7 . 20001", "7 . 5432");
        assertThat(ONE.ports()).containsExactly("20001");
    }

    @Test
    void changesNothingButTheDifference() {
        FenceRules both =
                FenceRules.of(
                        List.of(engine("a-1", 7, 20_001, 5432), engine("a-2", 8, 20_002, 5432)));
        assertThat(ONE.change("t", both))
                .isEqualTo(
                        """
                        add element inet t allowed { 8 . 20002, 8 . 5432 }
                        add element inet t engines { 8 }
                        add element inet t own { 8 . 20002 }
                        add element inet t ports { 20002 }
                        """);
        assertThat(both.change("t", ONE))
                .isEqualTo(ONE.change("t", both).replace("add element", "delete element"));
        assertThat(ONE.change("t", ONE)).isEmpty();
    }

    @Test
    void leavesNothingWithoutEngines() {
        assertThat(FenceRules.NONE.whole("t")).endsWith("}\ndelete table inet t\n");
        assertThat(ONE.whole("t")).doesNotContain("}\ndelete").startsWith("add table inet t\n");
    }

    @Test
    void keepsWhatTwoOfOneUserShare() {
        FenceRules both =
                FenceRules.of(
                        List.of(engine("a-1", 7, 20_001, 5432), engine("a-2", 7, 20_002, 5432)));
        assertThat(both.change("t", ONE)).doesNotContain("engines").doesNotContain("5432");
    }

    @Test
    void fencesNobodyInWhoHasNoNumber() {
        InstanceSpec plain =
                Bench.enclosed(
                        Bench.spec("a-1"),
                        new Enclosure(
                                OptionalInt.empty(),
                                Optional.empty(),
                                new TreeSet<>(Set.of(5432)),
                                OptionalLong.empty()));
        assertThat(FenceRules.of(List.of(plain))).isEqualTo(FenceRules.NONE);
    }

    private static InstanceSpec engine(String id, int uid, int port, int reaches) {
        return Bench.enclosed(
                Bench.withPort(Bench.spec(id), port),
                new Enclosure(
                        OptionalInt.of(uid),
                        Optional.empty(),
                        new TreeSet<>(Set.of(reaches)),
                        OptionalLong.empty()));
    }
}
