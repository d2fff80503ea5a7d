package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.gateway.ByteRange.Asked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=10-, 10, 90",
        "bytes=90-1000, 90, 10",
        "bytes=-1, 99, 1",
        "bytes=-1000, 0, 100",
        "BYTES= 5-6 , 5, 2",
    })
    void takesOnePart(String header, long first, long length) {
        assertThat(ByteRange.parse(header, 100))
                .isEqualTo(new Asked.Parts(List.of(new ByteRange(first, length))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
    void tellsWhatIsBeyondTheEnd(String header) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new Asked.Beyond());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-5,5-9",
                "bytes=90-,-5",
                "bytes=0-1,",
                "bytes=0-1,x",
                "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16",
                "items=0-1",
                "bytes=5-2",
                "bytes=-",
                "bytes=a-b",
                "bytes",
                "",
                "bytes=99999999999999999999-"
            })
    void ignoresTheRest(String header) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new Asked.Everything());
    }

    @Test
    void takesSeveralPartsThatDoNotOverlapInTheOrderAskedFor() {
        assertThat(ByteRange.parse("bytes=50-59, 0-9 ,-1, 200-300", 100))
                .isEqualTo(
                        new Asked.Parts(
                                List.of(
                                        new ByteRange(50, 10),
                                        new ByteRange(0, 10),
                                        new ByteRange(99, 1))));
        assertThat(ByteRange.parse("bytes=0-1,2-3", 100)).isInstanceOf(Asked.Parts.class);
        assertThat(ByteRange.parse("bytes=100-,200-", 100)).isEqualTo(new Asked.Beyond());
    }

    @Test
    void writesItsPlace() {
        assertThat(new ByteRange(5, 10).contentRange(20)).isEqualTo("bytes 5-14/20");
    }

    @Test
    void findsNoPartInAnEmptyFile() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new Asked.Beyond());
        assertThat(ByteRange.parse("bytes=-5", 0)).isEqualTo(new Asked.Beyond());
    }
}
