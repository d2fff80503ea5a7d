package dev.stead.gateway;

import java.time.Instant;
import java.util.List;

/**
 * A file of a site as it was when it was looked up.
 *
 * @param name its own, without folders
 * @param type as {@code Content-Type} says it
 * @param modified whole seconds
 * @param lastModified the same as headers write it
 * @param plain its bytes as they are
 * @param packed the same in other forms, each with a coding of its own
 */
record SiteFile(
        String name,
        String type,
        Instant modified,
        String lastModified,
        Form plain,
        List<Form> packed) {
    SiteFile {
        packed = List.copyOf(packed);
    }

    /** A file of this name. */
    static SiteFile of(String name, Instant modified, Form plain, List<Form> packed) {
        String type = ContentTypes.of(name);
        return new SiteFile(name, type, modified, HttpDates.format(modified), plain, packed);
    }

    /** What this client gets: what it wants most, and of those the smallest. */
    Form choose(Encodings wanted) {
        Form best = plain;
        int most = 0;
        for (Form form : packed) {
            int weight = wanted.weight(form.coding().orElseThrow());
            if (weight > most || (weight == most && weight > 0 && form.size() < best.size())) {
                best = form;
                most = weight;
            }
        }
        return best;
    }

    /** Whether its content depends on what a client takes. */
    boolean varies() {
        return !packed.isEmpty() || ContentTypes.isCompressible(type);
    }
}
