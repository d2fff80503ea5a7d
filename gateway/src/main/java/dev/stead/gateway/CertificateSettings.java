package dev.stead.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How certificates are looked after.
 *
 * @param poll how often files are looked at, and what is due is done
 * @param ocspFolder where OCSP responses are kept over restarts, if anywhere
 */
public record CertificateSettings(Duration poll, Optional<Path> ocspFolder) {
    /** What is used when nothing else is said; OCSP responses are kept in memory only. */
    public static CertificateSettings standard() {
        return new CertificateSettings(Duration.ofSeconds(30), Optional.empty());
    }

    /** The same with a folder for OCSP responses. */
    public CertificateSettings withOcspFolder(Path folder) {
        return new CertificateSettings(poll, Optional.of(folder));
    }
}
