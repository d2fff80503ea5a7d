package dev.stead.gateway;

import dev.stead.api.Disks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How certificates are looked after.
 *
 * @param poll how often files are looked at, and what is due is done
 * @param ocspFolder where OCSP responses are kept over restarts, if anywhere
 * @param disks says whether there is room for a new certificate
 */
public record CertificateSettings(Duration poll, Optional<Path> ocspFolder, Disks disks) {
    /** What is used when nothing else is said; OCSP responses are kept in memory only. */
    public static CertificateSettings standard() {
        return new CertificateSettings(Duration.ofSeconds(30), Optional.empty(), Disks.UNWATCHED);
    }

    /** The same with a folder for OCSP responses. */
    public CertificateSettings withOcspFolder(Path folder) {
        return new CertificateSettings(poll, Optional.of(folder), disks);
    }

    /** The same, asking these whether there is room. */
    public CertificateSettings on(Disks other) {
        return new CertificateSettings(poll, ocspFolder, other);
    }
}
