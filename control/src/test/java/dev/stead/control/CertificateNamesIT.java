package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.SystemFile;
import dev.stead.model.SystemSpec;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

/** With certificates that openssl made. */
final class CertificateNamesIT {
    private static final Path FOLDER = Path.of("src/test/resources/dev/stead/control");

    private static SystemSpec system(String certificate) {
        String file =
                "system: shop\ndomain: shop.example.com\ncertificate: "
                        + certificate
                        + "\ncomponents:\n  ui: { site: ./ui, route: [/, { host: api }] }\n";
        return switch (SystemFile.read(file, _ -> true)) {
            case SystemFile.Reading.Right(SystemSpec system) -> system;
            case SystemFile.Reading.Wrong wrong -> throw new AssertionError(wrong.toString());
        };
    }

    @Test
    void aWildcardCoversOneLabel() {
        assertThat(
                        CertificateNames.warnings(
                                system("{ certificate: site.pem, key: site.key }"), FOLDER))
                .isEmpty();
    }

    @Test
    void namesEachHostThatIsNotCoveredSteadsOwnToo() {
        assertThat(
                        CertificateNames.warnings(
                                system("{ certificate: narrow.pem, key: site.key }"), FOLDER))
                .containsExactly(
                        "the certificate narrow.pem does not cover api.shop.example.com: browsers"
                                + " will refuse it",
                        "the certificate narrow.pem does not cover stead.shop.example.com, where"
                                + " people sign in: browsers will refuse it");
    }

    @Test
    void oneOfSeveralIsEnough() {
        assertThat(
                        CertificateNames.warnings(
                                system(
                                        "[{ certificate: narrow.pem, key: site.key }, {"
                                                + " certificate: site.pem, key: site.key }]"),
                                FOLDER))
                .isEmpty();
    }

    @Test
    void namesTheHostsThatNoneOfSeveralCovers() {
        assertThat(
                        CertificateNames.warnings(
                                system(
                                        "[{ certificate: narrow.pem, key: a.key }, { certificate:"
                                                + " narrow.pem, key: site.key }, { certificate:"
                                                + " ./narrow.pem, key: site.key }]"),
                                FOLDER))
                .containsExactly(
                        "none of the certificates narrow.pem, ./narrow.pem covers"
                                + " api.shop.example.com: browsers will refuse it",
                        "none of the certificates narrow.pem, ./narrow.pem covers"
                                + " stead.shop.example.com, where people sign in: browsers will"
                                + " refuse it");
    }

    @Test
    void saysNothingOfAnAuthoritysNorWhenOneOfSeveralCannotBeRead() {
        assertThat(CertificateNames.warnings(system("{ acme: lets-encrypt }"), FOLDER)).isEmpty();
        assertThat(
                        CertificateNames.warnings(
                                system(
                                        "[{ certificate: narrow.pem, key: site.key }, {"
                                                + " certificate: none.pem, key: site.key }]"),
                                FOLDER))
                .isEmpty();
    }

    @Test
    void saysNothingOfItsOwnNorOfWhatCannotBeRead() {
        assertThat(CertificateNames.warnings(system("local"), FOLDER)).isEmpty();
        assertThat(
                        CertificateNames.warnings(
                                system("{ certificate: none.pem, key: site.key }"), FOLDER))
                .isEmpty();
    }
}
