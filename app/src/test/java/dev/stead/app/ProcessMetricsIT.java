package dev.stead.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.base.Exposition;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class ProcessMetricsIT {
    @Test
    void theReferenceListsWhatThereIs() throws IOException {
        Exposition all = new Exposition();
        new ProcessMetrics("1.2.3").addTo(all);
        String text = all.text();
        assertThat(text).contains("stead_build_info{", "version=\"1.2.3\"");
        String page = Files.readString(Path.of("../docs/reference/metrics.md"));
        assertThat(names(text, "(?m)^# TYPE (\\w+) "))
                .isEqualTo(
                        names(
                                page.substring(page.indexOf("## The server's process")),
                                "`((?:process|jvm|stead)_\\w+)`"));
    }

    private static Set<String> names(String text, String pattern) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
