package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

final class CertificateSetTest {
    private TestAuthority authority;

    @BeforeEach
    void begin() throws Exception {
        authority = new TestAuthority(Path.of("unused"));
    }

    @Test
    void takesTheExactNameBeforeTheWildcardAndTheFirstForOthers() throws Exception {
        CertificateSet set =
                new CertificateSet(
                        List.of(
                                issue("first.example"),
                                issue("*.shop.example", "shop.example"),
                                issue("pay.shop.example")));
        assertThat(set.find("first.example", "EC")).isEqualTo(0);
        assertThat(set.find("shop.example", "EC")).isEqualTo(1);
        assertThat(set.find("www.shop.example", "EC")).isEqualTo(1);
        assertThat(set.find("pay.shop.example", "EC")).isEqualTo(2);
        for (String other :
                List.of("", "x", ".", ".example", "a.b.shop.example", "*.shop.example.org")) {
            assertThat(set.find(other, "EC")).as(other).isEqualTo(0);
        }
    }

    @Test
    void choosesByTheKindOfKeyAmongThoseThatNameTheHost() throws Exception {
        CertificateSet set =
                new CertificateSet(
                        List.of(
                                issue("a.example"),
                                authority.issueRsa("a.example"),
                                authority.issueRsa("b.example")));
        assertThat(set.find("a.example", "EC")).isEqualTo(0);
        assertThat(set.find("a.example", "RSA")).isEqualTo(1);
        assertThat(set.find("b.example", "EC")).isEqualTo(-1);
        assertThat(set.find("b.example", "RSA")).isEqualTo(2);
        assertThat(set.find("c.example", "RSA")).isEqualTo(-1);
        assertThat(set.shownTo("a.example")).hasSize(2);
        assertThat(set.shownTo("c.example")).hasSize(1);
    }

    private Credentials issue(String... names) throws Exception {
        return authority.issue(Instant.now(), names);
    }
}
