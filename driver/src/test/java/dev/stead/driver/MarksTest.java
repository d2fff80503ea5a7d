package dev.stead.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarksTest {
    private static final String ALL = "STEAD_SYSTEM=s\0STEAD_INSTANCE=i\0STEAD_LAUNCH=l\0";

    @Test
    void areFoundWhereverTheyStand() {
        Marks marks = new Marks("s", "i", "l");
        assertThat(Marks.in(ALL)).contains(marks);
        assertThat(Marks.in("A=1\0" + ALL + "B=2\0")).contains(marks);
        assertThat(Marks.in(ALL.substring(0, ALL.length() - 1))).contains(marks);
    }

    @Test
    void areNotFoundInsideOtherValues() {
        assertThat(Marks.in("A=" + ALL.replace('\0', ' '))).isEmpty();
        assertThat(Marks.in(ALL.replace("STEAD_LAUNCH", "XSTEAD_LAUNCH"))).isEmpty();
    }

    @Test
    void areAllNeeded() {
        assertThat(Marks.in("")).isEmpty();
        assertThat(Marks.in("STEAD_SYSTEM=s\0STEAD_INSTANCE=i\0")).isEmpty();
    }
}
