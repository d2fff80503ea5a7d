package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DescriptorsTest {
    @Test
    void visitorsGetAllButAnEighthAndAtLeast256() {
        assertThat(Descriptors.connections(1_700)).isEqualTo(1_444);
        assertThat(Descriptors.connections(65_536)).isEqualTo(57_344);
        assertThat(Descriptors.connections(1_048_576)).isEqualTo(100_000);
        assertThat(Descriptors.connections(200)).isEqualTo(16);
    }

    @Test
    void unusedConnectionsOfAllLoopsGetAQuarterOfWhatVisitorsLeave() {
        assertThat(Descriptors.unused(1_700, 2)).isEqualTo(32);
        assertThat(Descriptors.unused(65_536, 2)).isEqualTo(1_024);
        assertThat(Descriptors.unused(1_048_576, 16)).isEqualTo(2_048);
        assertThat(Descriptors.unused(200, 64)).isEqualTo(4);
    }
}
