package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;

final class CredentialsTest {
    @Test
    void areForHostsAndNotForPeopleOrPrograms() throws Exception {
        Credentials several =
                new TestAuthority(Path.of("unused"))
                        .issueNaming(
                                new GeneralName(GeneralName.dNSName, "Shop.example"),
                                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                                new GeneralName(GeneralName.rfc822Name, "ops@shop.example"),
                                new GeneralName(
                                        GeneralName.uniformResourceIdentifier,
                                        "spiffe://shop.example/web"));
        assertThat(several.names()).containsExactly("127.0.0.1", "shop.example");
    }
}
