package dev.stead.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Answers with a file of a site. */
final class SiteAnswer extends DiscardingAnswer {
    private final ClientConnection client;
    private final Request request;
    private final Destination.Files files;
    private final GzipCache gzip;
    private boolean gone;
    private @Nullable FileSender sender;

    SiteAnswer(ClientConnection client, Request request, Destination.Files files, GzipCache gzip) {
        this.client = client;
        this.request = request;
        this.files = files;
        this.gzip = gzip;
    }

    @Override
    public void begin() {
        if (!request.isGetOrHead()) {
            FullHttpResponse page = ErrorPage.of(client, HttpResponseStatus.METHOD_NOT_ALLOWED);
            page.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            client.replyWith(page);
            return;
        }
        switch (files.site().find(pathInSite())) {
            case Site.Found.Hit(SiteFile file) -> send(file);
            case Site.Found.WantsSlash() -> redirect();
            case Site.Found.Nothing() -> fallback();
        }
    }

    private String pathInSite() {
        String path = request.path().merged();
        return files.route().strip()
                ? new RequestPath(path, "").targetWithout(files.route().path())
                : path;
    }

    private void redirect() {
        FullHttpResponse moved =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.PERMANENT_REDIRECT,
                        Unpooled.EMPTY_BUFFER);
        moved.headers()
                .set(
                        HttpHeaderNames.LOCATION,
                        request.path().merged() + "/" + request.path().query());
        moved.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        if (!isPublic()) {
            moved.headers().set(HttpHeaderNames.CACHE_CONTROL, CacheRule.PRIVATE_ASK);
        }
        moved.headers().set(HttpHeaderNames.DATE, client.loop().date());
        client.replyWith(moved);
    }

    private boolean isPublic() {
        return AccessRule.isPublic(files.route().access());
    }

    private void fallback() {
        Optional<SiteFile> page =
                acceptsPage() ? files.site().fallback() : Optional.<SiteFile>empty();
        if (page.isPresent()) {
            send(page.get());
        } else {
            client.replyFailed(HttpResponseStatus.NOT_FOUND);
        }
    }

    /** Whether the client asks for a page; who takes anything does if the name has no extension. */
    private boolean acceptsPage() {
        String accept = request.head().headers().get(HttpHeaderNames.ACCEPT, "*/*");
        String path = request.path().path();
        return accept.contains("text/html")
                || (accept.contains("*/*") && path.indexOf('.', path.lastIndexOf('/')) < 0);
    }

    private void send(SiteFile file) {
        HttpHeaders asked = request.head().headers();
        if (Conditions.isUnchanged(asked, file)) {
            HttpResponse unchanged = head(HttpResponseStatus.NOT_MODIFIED, file, file.etag());
            client.reply(unchanged);
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        String range = asked.get(HttpHeaderNames.RANGE);
        if (range != null && Conditions.allowsRange(asked, file)) {
            sendPart(file, range);
        } else if (ContentTypes.isCompressible(ContentTypes.of(file.name()))
                && GzipCache.takes(file.size())
                && Encodings.acceptsGzip(asked.get(HttpHeaderNames.ACCEPT_ENCODING, ""))) {
            compress(file);
        } else {
            sendWhole(file);
        }
    }

    /** Asks for the compressed form; a failure ends in the plain one. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void compress(SiteFile file) {
        gzip.get(file)
                .whenCompleteAsync(
                        (bytes, failure) -> sendCompressed(file, bytes, failure),
                        client.loop().eventLoop());
    }

    private void sendPart(SiteFile file, String range) {
        switch (ByteRange.parse(range, file.size())) {
            case ByteRange.Asked.Everything() -> sendWhole(file);
            case ByteRange.Asked.Beyond() -> {
                FullHttpResponse page =
                        ErrorPage.of(client, HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
                page.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + file.size());
                client.replyWith(page);
            }
            case ByteRange.Asked.Part(ByteRange part) -> {
                HttpResponse head = head(HttpResponseStatus.PARTIAL_CONTENT, file, file.etag());
                head.headers().set(HttpHeaderNames.CONTENT_RANGE, part.contentRange(file.size()));
                stream(file, head, part);
            }
        }
    }

    private void sendWhole(SiteFile file) {
        HttpResponse head = head(HttpResponseStatus.OK, file, file.etag());
        stream(file, head, new ByteRange(0, file.size()));
    }

    private void sendCompressed(
            SiteFile file, byte @Nullable [] bytes, @Nullable Throwable failure) {
        if (gone) {
            return;
        }
        if (bytes == null || failure != null) {
            sendWhole(file);
            return;
        }
        HttpResponse head = head(HttpResponseStatus.OK, file, Conditions.gzipTag(file.etag()));
        head.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        client.reply(head);
        if (!request.isHead()) {
            client.write(Unpooled.wrappedBuffer(bytes));
        }
        client.end(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void stream(SiteFile file, HttpResponse head, ByteRange part) {
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, part.length());
        sender = new FileSender(client, part);
        sender.start(file.path(), head, request.isHead());
    }

    private HttpResponse head(HttpResponseStatus status, SiteFile file, String etag) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        String type = ContentTypes.of(file.name());
        HttpHeaders headers = head.headers();
        headers.set(HttpHeaderNames.DATE, client.loop().date());
        headers.set(HttpHeaderNames.ETAG, '"' + etag + '"');
        headers.set(HttpHeaderNames.LAST_MODIFIED, HttpDates.format(file.modified()));
        headers.set(HttpHeaderNames.CACHE_CONTROL, CacheRule.of(file.name(), isPublic()));
        headers.set(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES);
        headers.set(HeaderNames.NO_SNIFF, "nosniff");
        if (!status.equals(HttpResponseStatus.NOT_MODIFIED)) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, type);
        }
        if (ContentTypes.isCompressible(type)) {
            headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        }
        return head;
    }

    @Override
    public void clientWritable() {
        if (sender != null) {
            sender.send();
        }
    }

    @Override
    public void clientGone() {
        gone = true;
        if (sender != null) {
            sender.close();
        }
    }
}
