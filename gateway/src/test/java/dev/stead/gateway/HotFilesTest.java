package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class HotFilesTest {
    @Test
    void theSmallestFilesTakeRoomToo() {
        HotFiles hot = new HotFiles(64 * 1024);
        List<Form> forms = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Form form = Form.plain(Path.of("/site/" + i), 1, "tag" + i);
            hot.keep(form, new byte[] {1});
            forms.add(form);
        }
        assertThat(forms.stream().filter(form -> form.inMemory() != null).count())
                .isBetween(50L, 200L);
    }
}
