package dev.stead.model;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.Optional;

/** Text to a tree, or the one mistake that hinders it. */
final class YamlReader {
    /** The largest file that is read, in bytes of UTF-8. */
    static final int MAX_BYTES = 1 << 20;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(MAX_BYTES).setLabel("system file").build();

    private YamlReader() {}

    /** The document; empty when a problem was added, because there is nothing that can be read. */
    static Optional<Node> read(String text, Problems problems) {
        if (text.length() > MAX_BYTES || utf8Length(text) > MAX_BYTES) {
            problems.add(
                    Place.START,
                    "the file is larger than 1 MiB",
                    "write one system per file and keep data out of it");
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new YamlTree(new Parse(SETTINGS).parseString(text).iterator()).document());
        } catch (YamlMistake mistake) {
            problems.add(mistake.at(), mistake.what(), mistake.mend());
        } catch (YamlEngineException wrong) {
            var mistake = YamlWords.explain(wrong, text);
            problems.add(mistake.at(), mistake.what(), mistake.mend());
        }
        return Optional.empty();
    }

    private static long utf8Length(String text) {
        return text.codePoints()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 65536 ? 3 : 4)
                .sum();
    }
}
