package dev.stead.gateway;

import java.time.Duration;
import java.time.Instant;

/**
 * An OCSP response (RFC 6960) that was checked: the certificate's issuer says that it is good.
 *
 * @param der as it came
 * @param start {@code thisUpdate}
 * @param end {@code nextUpdate}
 */
record OcspReply(@SuppressWarnings("ArrayRecordComponent") byte[] der, Instant start, Instant end) {
    /** When to ask for the next one: at half of this one's life. */
    Instant refresh() {
        return start.plus(Duration.between(start, end).dividedBy(2));
    }
}
