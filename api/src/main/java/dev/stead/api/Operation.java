package dev.stead.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One operation of the HTTP API: all that the router, the OpenAPI document and the reference know
 * of it.
 *
 * @param id unique, as programs name it
 * @param method such as {@code GET}
 * @param path below the API's root, with {@code {name}} for parts that vary
 * @param permission what control demands; it says so here, and checks it itself
 * @param summary a short sentence without a full stop
 * @param query parameters after the question mark
 * @param body the record that the request holds; empty for none
 * @param reply what comes back
 */
record Operation(
        String id,
        String method,
        String path,
        Permission permission,
        String summary,
        List<Parameter> query,
        Optional<Class<?>> body,
        Reply reply) {
    /** The parameter by which a client says how long it waits. */
    static final String WAIT = "wait";

    private static final Optional<Class<?>> NO_BODY = Optional.empty();

    Operation {
        query = List.copyOf(query);
    }

    private Operation(
            String id,
            String method,
            String path,
            Permission permission,
            String summary,
            Optional<Class<?>> body,
            Reply reply) {
        this(id, method, path, permission, summary, List.of(), body, reply);
    }

    /** A parameter after the question mark; always optional. */
    record Parameter(String name, Sort sort, String summary) {}

    /** What a parameter is. */
    enum Sort {
        TEXT,
        NUMBER,
        TRUTH,
        TIME,
        /** May be given several times. */
        TEXTS
    }

    /** What comes back. */
    sealed interface Reply {
        /** One document. */
        record Document(Class<?> type, Function<Call, ?> work) implements Reply {}

        /** A text of a media type of its own. */
        record Text(String type, Function<Call, String> work) implements Reply {}

        /** Nothing: status 204. */
        record Nothing(Consumer<Call> work) implements Reply {}

        /** A line for each thing that happens, and one for the end. */
        record Lines(Streaming work) implements Reply {}
    }

    /** Gives lines while it runs. */
    interface Streaming {
        void run(Call call, Consumer<ControlWire.Line> out);
    }

    /** How long it takes to answer. */
    enum Lasts {
        /** As long as the work takes. */
        SHORT,
        /** Until something has changed, or a time that the client chose is over. */
        WAITING,
        /** For as long as somebody likes to look at it. */
        FOLLOWED
    }

    Lasts lasts() {
        if (isFollowed()) {
            return Lasts.FOLLOWED;
        }
        return query.stream().anyMatch(p -> p.name().equals(WAIT)) ? Lasts.WAITING : Lasts.SHORT;
    }

    /** Whether somebody looks at it for as long as they like. */
    boolean isFollowed() {
        return reply instanceof Reply.Lines && method.equals("GET");
    }

    Operation with(String name, Sort sort, String what) {
        List<Parameter> more = new ArrayList<>(query);
        more.add(new Parameter(name, sort, what));
        return new Operation(id, method, path, permission, summary, more, body, reply);
    }

    static <T> Operation get(
            String id,
            String path,
            Permission permission,
            String summary,
            Class<T> type,
            Function<Call, T> work) {
        return make(id, "GET", path, permission, summary, type, work);
    }

    static <T> Operation make(
            String id,
            String method,
            String path,
            Permission permission,
            String summary,
            Class<T> type,
            Function<Call, T> work) {
        return new Operation(
                id, method, path, permission, summary, NO_BODY, new Reply.Document(type, work));
    }

    static <B, T> Operation make(
            String id,
            String method,
            String path,
            Permission permission,
            String summary,
            Class<B> body,
            Class<T> type,
            BiFunction<Call, B, T> work) {
        Reply reply = new Reply.Document(type, call -> work.apply(call, call.body(body)));
        return new Operation(id, method, path, permission, summary, Optional.of(body), reply);
    }

    static Operation text(
            String id,
            String path,
            Permission permission,
            String summary,
            String type,
            Function<Call, String> work) {
        return new Operation(
                id, "GET", path, permission, summary, NO_BODY, new Reply.Text(type, work));
    }

    static Operation act(
            String id,
            String method,
            String path,
            Permission permission,
            String summary,
            Consumer<Call> work) {
        return new Operation(
                id, method, path, permission, summary, NO_BODY, new Reply.Nothing(work));
    }

    static <B> Operation act(
            String id,
            String method,
            String path,
            Permission permission,
            String summary,
            Class<B> body,
            BiConsumer<Call, B> work) {
        Reply reply = new Reply.Nothing(call -> work.accept(call, call.body(body)));
        return new Operation(id, method, path, permission, summary, Optional.of(body), reply);
    }

    static Operation stream(
            String id,
            String method,
            String path,
            Permission permission,
            String summary,
            Optional<Class<?>> body,
            Streaming work) {
        return new Operation(id, method, path, permission, summary, body, new Reply.Lines(work));
    }
}
