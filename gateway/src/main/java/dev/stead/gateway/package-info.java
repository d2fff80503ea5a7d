/**
 * The edge: terminates TLS, routes, proxies, serves sites.
 *
 * <p>{@link dev.stead.gateway.NettyGateway} holds what is in use as one immutable {@code Live}
 * object and swaps it. Everything else happens on a few event loops: a client's connection and the
 * connection to an instance that answers it live on the same loop, so no state in the byte path is
 * shared, but for counts and circuits of instances and the queue of a component. Neither side is
 * read unless the other side has room. Each request is answered by an {@code Answer}: a proxied
 * one, a file, a page of our own.
 *
 * <p>An answer sees its client as a {@code ClientConnection}, which a {@code ClientLine} carries: a
 * connection of HTTP/1.1, or a stream of HTTP/2. What concerns all streams of a connection
 * (windows, limits, GOAWAY) is in the {@code Http2ClientHandler} and its parts.
 *
 * <p>Before a request goes to a route, the {@code Guard} looks at its session: in the {@code
 * SessionCache}, or, on threads of their own and while the request waits, at control. A {@code
 * Watch} closes what a visitor has open when the session ends. Paths below {@code /.stead/} are the
 * gateway's on every host; the host of Stead's own pages goes to a Unix socket as it is.
 *
 * <p>Where a component's answers are kept, the {@code ResponseCache} looks at its {@code Shelf}
 * next: a {@code KeptAnswer}, or a {@code Fetch} that asks the component and a {@code Fill} that
 * many may read while it comes, each on its own loop. Files of kept answers belong to the {@code
 * DiskWorker}'s thread.
 *
 * <p>Certificates are looked after by a {@code CertificateWatch} on a thread of its own: a {@code
 * Keeper} for each kind of source says what is to be shown now, and the gateway swaps the {@code
 * TlsContext}. Connections keep the one that they began with.
 *
 * <p>Blocking on event loops: only short file operations (stat, open, reads of 64 KiB from files
 * that were read lately). What may have to come from the disk is read on the {@code FileReaders};
 * compression runs on a thread of its own.
 *
 * <p>PHP programs are asked by FastCGI: a codec in the instance's connection makes them look like
 * any other instance.
 */
@NullMarked
package dev.stead.gateway;

import org.jspecify.annotations.NullMarked;
