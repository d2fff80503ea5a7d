package dev.stead.gateway;

import dev.stead.api.CertificateStatus;
import dev.stead.api.RouteTable.CertificateSource;
import dev.stead.base.SteadException;

import java.util.List;

/**
 * Keeps the certificates of one source up to date. {@link #certificates} and {@link #status} may be
 * called by any thread; {@link #refresh} and {@link #renew} too, but not both at once by two.
 */
sealed interface Keeper permits FilesKeeper, LocalKeeper, AcmeKeeper {
    CertificateSource source();

    /** What is to be shown now. */
    CertificateSet certificates();

    /** Looks at what is on this machine's disk; quick. Keeps what there is when that fails. */
    void refresh();

    /** Does what else is due, such as asking an authority; may take minutes. */
    void renew() throws InterruptedException;

    /**
     * What is stored, read anew, to be compared with what is shown.
     *
     * @throws SteadException when it cannot be read
     */
    CertificateSet stored();

    /** One for each certificate that is shown, in the same order. */
    List<CertificateStatus> status();
}
