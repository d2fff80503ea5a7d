package dev.stead.gateway;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a gateway keeps on disk besides certificates.
 *
 * @param cache folder of kept answers, made when needed; without it they are in memory only
 * @param accessLog file of the access log; without it there is none
 */
public record GatewayFiles(Optional<Path> cache, Optional<Path> accessLog) {
    /** Nothing on disk. */
    public static final GatewayFiles NONE = new GatewayFiles(Optional.empty(), Optional.empty());
}
