package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ListenTableTest {
    private static final String TABLE =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0
               1: 0100007F:20FB 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0
               2: 0100007F:0050 0100007F:9C41 06 00000000:00000000 00:00000000 00000000     0        0 0 3 0
            """;

    @Test
    void findsWhoListens() {
        assertThat(ListenTable.inodeOfListener(TABLE, 8443)).contains("4711");
    }

    @Test
    void takesNoConnectionForAListener() {
        assertThat(ListenTable.inodeOfListener(TABLE, 80)).isEmpty();
        assertThat(ListenTable.inodeOfListener("", 80)).isEmpty();
    }
}
