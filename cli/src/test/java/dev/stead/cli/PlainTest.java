package dev.stead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.base.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

final class PlainTest {
    @Test
    void controlCharactersBecomeTheirNumbers() {
        assertThat(Plain.text("a\u001b]0;title\u0007b\u009b2J\r\u0000"))
                .isEqualTo("a\\x1b]0;title\\x07b\\x9b2J\\x0d\\x00");
    }

    @Test
    void whatTurnsOrHidesTextBecomesItsNumber() {
        assertThat(Plain.text("\u202egnp.exe\u2066\u200b\ufeff\u2028\udb40\udc41"))
                .isEqualTo("\\u202egnp.exe\\u2066\\u200b\\ufeff\\u2028\\ue0041");
    }

    @Test
    void aDocumentStaysTheSameDocument() {
        String text = "a\u001b]0;x\u009b\u202e\udb40\udc41 naïve \"\\";

        String document = Plain.json(new Json().write(List.of(text)));

        assertThat(document)
                .isEqualTo("[\"a\\u001B]0;x\\u009b\\u202e\\udb40\\udc41 naïve \\\"\\\\\"]");
        assertThat(new Json().tree(document).path(0).asString()).isEqualTo(text);
    }

    @Test
    void linesTabsAndOtherLanguagesStay() {
        String text = "one\n\ttwo \\ $1 naïve 日本 \ud83d\ude00 می\u200cخواهم";

        assertThat(Plain.text(text)).isEqualTo(text);
    }
}
