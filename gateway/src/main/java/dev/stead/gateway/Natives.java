package dev.stead.gateway;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;

/**
 * The native libraries, and what else of Netty is slow to set up. Loading them while the
 * certificate is read or made shortens the start.
 */
final class Natives {
    private Natives() {}

    /** Begins to load; whoever needs one of them waits for it by itself. */
    static void loadAhead() {
        Thread.ofPlatform()
                .daemon()
                .name("gateway-load")
                .start(() -> {
                    boolean loaded = OpenSsl.isAvailable() && Epoll.isAvailable();
                    if (loaded) {
                        DefaultChannelId.newInstance().asShortText();
                    }
                });
    }
}
