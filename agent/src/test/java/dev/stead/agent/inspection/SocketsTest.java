package dev.stead.agent.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.agent.inspection.Sockets.Socket;

import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Lines of the kernel's tables of sockets. */
final class SocketsTest {
    private static final String REST =
            " 0A 00000000:00000000 00:00000000 00000000  1000        0 48317 1 0 100 0 0 10 0";

    private static String address(String hex) {
        return Sockets.socket("   0: " + hex + ":01BB 00000000:0000" + REST)
                .map(Socket::address)
                .orElse("none");
    }

    @Test
    void knowsWhereAndWhoseASocketIs() {
        assertThat(Sockets.socket("   3: 00000000:1F90 00000000:0000" + REST))
                .contains(new Socket("0.0.0.0", 8080, 48_317));
    }

    @Test
    void wordsOfAddressesAreInTheOrderOfTheMachine() {
        assertThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(address("0100007F")).isEqualTo("127.0.0.1");
        assertThat(address("00000000000000000000000000000000")).isEqualTo("::");
        assertThat(address("00000000000000000000000001000000")).isEqualTo("::1");
        assertThat(address("B80D0120000000000000000007000000")).isEqualTo("2001:db8::7");
        assertThat(address("0000000000000000FFFF00000100007F")).isEqualTo("127.0.0.1");
    }

    @Test
    void connectionsAreNoListeners() {
        assertThat(Sockets.socket("   1: 0100007F:1F90 0100007F:CAFE" + REST.replace("0A", "01")))
                .isEmpty();
    }

    @Test
    void oddLinesAreNothing() {
        for (String line :
                List.of(
                        "",
                        "  sl  local_address rem_address   st tx_queue",
                        "   0: zz:1F90 x" + REST,
                        "   0: 00:1F90 x" + REST,
                        "   0: 00000000:99999 x" + REST.replace("48317", "-"),
                        "   0: 00000000 x" + REST)) {
            assertThat(Sockets.socket(line)).as(line).isEmpty();
        }
        Random random = new Random(3);
        String good = "   3: 00000000:1F90 00000000:0000" + REST;
        for (int i = 0; i < 20_000; i++) {
            char[] odd = good.toCharArray();
            for (int k = random.nextInt(6); k >= 0; k--) {
                odd[random.nextInt(odd.length)] = (char) random.nextInt(300);
            }
            assertThat(Sockets.socket(new String(odd))).isNotNull();
        }
    }
}
