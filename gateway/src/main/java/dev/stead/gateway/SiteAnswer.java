package dev.stead.gateway;

import io.netty.buffer.Unpooled;
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

import java.util.List;
import java.util.Optional;

/** Answers with a file of a site. */
final class SiteAnswer extends DiscardingAnswer {
    private final ClientConnection client;
    private final Request request;
    private final Destination.Files files;
    private final FileStore store;
    private boolean gone;
    private @Nullable FileSender sender;
    private Optional<Runnable> packed = Optional.empty();

    SiteAnswer(ClientConnection client, Request request, Destination.Files files, FileStore store) {
        this.client = client;
        this.request = request;
        this.files = files;
        this.store = store;
    }

    @Override
    public void begin() {
        if (!request.isGetOrHead()) {
            FullHttpResponse page = ErrorPage.of(client, HttpResponseStatus.METHOD_NOT_ALLOWED);
            page.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            client.replyWith(page);
            return;
        }
        switch (store.hot().find(files.site(), request.path().below(files.route()))) {
            case Site.Found.Hit(SiteFile file) -> send(file);
            case Site.Found.WantsSlash() ->
                    client.replyWith(RoutePages.slash(client, request, files.route().access()));
            case Site.Found.Nothing() -> fallback();
        }
    }

    private boolean isPublic() {
        return AccessRule.isPublic(files.route().access());
    }

    private void fallback() {
        Optional<SiteFile> page =
                acceptsPage() ? store.hot().fallback(files.site()) : Optional.<SiteFile>empty();
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
        Encodings wanted = Encodings.of(asked);
        Form form = file.choose(wanted);
        boolean packs = packsNow(file, form, wanted, asked);
        String etag = packs ? Form.packedTag(form.etag(), Coding.GZIP) : form.etag();
        Conditions conditions = new Conditions(etag, file.modified(), file.varies());
        switch (conditions.check(asked)) {
            case FAILED -> client.replyFailed(HttpResponseStatus.PRECONDITION_FAILED);
            case UNCHANGED -> {
                client.reply(head(HttpResponseStatus.NOT_MODIFIED, file, etag));
                client.end(LastHttpContent.EMPTY_LAST_CONTENT);
            }
            case SEND -> {
                if (packs) {
                    pack(file);
                } else if (wantsParts(asked) && conditions.allowsRange(asked)) {
                    sendParts(file, form, asked.get(HttpHeaderNames.RANGE, ""));
                } else {
                    sendWhole(file, form);
                }
            }
        }
    }

    /** Ranges have a meaning for GET alone (RFC 9110, 14.2). */
    private boolean wantsParts(HttpHeaders asked) {
        return !request.isHead() && asked.contains(HttpHeaderNames.RANGE);
    }

    /** Whether a packed form is made now; parts are of what stays the same, so not for them. */
    private boolean packsNow(SiteFile file, Form form, Encodings wanted, HttpHeaders asked) {
        return form.coding().isEmpty()
                && ContentTypes.isCompressible(file.type())
                && GzipCache.takes(form.size())
                && wanted.accepts(Coding.GZIP)
                && !asked.contains(HttpHeaderNames.RANGE);
    }

    /** Asks for the compressed form; a failure ends in the plain one. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void pack(SiteFile file) {
        store.gzip()
                .get(file)
                .whenCompleteAsync(
                        (bytes, failure) -> sendPacked(file, bytes, failure),
                        client.loop().eventLoop());
    }

    private void sendParts(SiteFile file, Form form, String range) {
        switch (ByteRange.parse(range, form.size())) {
            case ByteRange.Asked.Everything() -> sendWhole(file, form);
            case ByteRange.Asked.Beyond() -> {
                FullHttpResponse page =
                        ErrorPage.of(client, HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
                page.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + form.size());
                client.replyWith(page);
            }
            case ByteRange.Asked.Parts(List<ByteRange> parts) -> {
                HttpResponse head = head(HttpResponseStatus.PARTIAL_CONTENT, file, form);
                if (parts.size() == 1) {
                    ByteRange part = parts.getFirst();
                    String place = part.contentRange(form.size());
                    head.headers().set(HttpHeaderNames.CONTENT_RANGE, place);
                    stream(form, head, List.of(new Piece.Part(part)), part.length());
                } else {
                    String boundary = "stead-" + client.loop().newRequestId();
                    Multipart all = Multipart.of(parts, file.type(), form.size(), boundary);
                    head.headers().set(HttpHeaderNames.CONTENT_TYPE, all.contentType());
                    stream(form, head, all.pieces(), all.length());
                }
            }
        }
    }

    private void sendWhole(SiteFile file, Form form) {
        List<Piece> all =
                form.size() == 0
                        ? List.of()
                        : List.of(new Piece.Part(new ByteRange(0, form.size())));
        stream(form, head(HttpResponseStatus.OK, file, form), all, form.size());
    }

    private void sendPacked(SiteFile file, byte @Nullable [] bytes, @Nullable Throwable failure) {
        if (gone) {
            return;
        }
        if (bytes == null || failure != null) {
            sendWhole(file, file.plain());
            return;
        }
        String etag = Form.packedTag(file.plain().etag(), Coding.GZIP);
        HttpResponse head = head(HttpResponseStatus.OK, file, etag);
        head.headers().set(HttpHeaderNames.CONTENT_ENCODING, Coding.GZIP.token());
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        client.reply(head);
        if (!request.isHead() && bytes.length > BodySender.CHUNK) {
            BodySender sends = new BodySender(client, 0, this::clientWritable);
            packed = Optional.of(() -> sends.send(bytes, bytes.length, true));
            clientWritable();
            return;
        }
        if (!request.isHead()) {
            client.write(Unpooled.wrappedBuffer(bytes));
        }
        client.end(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void stream(Form form, HttpResponse head, List<Piece> pieces, long length) {
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        FileSender sends = new FileSender(client, store, form, pieces);
        sender = sends;
        sends.start(head, request.isHead());
    }

    private HttpResponse head(HttpResponseStatus status, SiteFile file, Form form) {
        HttpResponse head = head(status, file, form.etag());
        form.coding()
                .ifPresent(coding ->
                        head.headers().set(HttpHeaderNames.CONTENT_ENCODING, coding.token()));
        return head;
    }

    private HttpResponse head(HttpResponseStatus status, SiteFile file, String etag) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        HttpHeaders headers = head.headers();
        headers.set(HttpHeaderNames.DATE, client.loop().date());
        headers.set(HttpHeaderNames.ETAG, etag);
        headers.set(HttpHeaderNames.LAST_MODIFIED, file.lastModified());
        headers.set(HttpHeaderNames.CACHE_CONTROL, CacheRule.of(file.name(), isPublic()));
        headers.set(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES);
        headers.set(HeaderNames.NO_SNIFF, "nosniff");
        if (!status.equals(HttpResponseStatus.NOT_MODIFIED)) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, file.type());
        }
        if (file.varies()) {
            headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        }
        return head;
    }

    @Override
    public void clientWritable() {
        if (gone) {
            return;
        }
        if (sender != null) {
            sender.send();
        }
        packed.ifPresent(Runnable::run);
    }

    @Override
    public void checkDeadlines(long now) {
        if (sender != null) {
            sender.checkDeadlines(now);
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
