package dev.stead.base;

/**
 * Why something could not be done; one table maps each code to an HTTP status and an exit status.
 *
 * <p>Exit statuses: 1 failed, 2 wrong usage or a wrong file.
 */
public enum Code {
    /** The system file is wrong. */
    WRONG_FILE(Kind.USER, 422, 2),
    /** The command or request is wrong. */
    WRONG_USAGE(Kind.USER, 400, 2),
    /** More was sent than may be. */
    TOO_LARGE(Kind.USER, 413, 2),
    /** No such system, component or instance. */
    UNKNOWN(Kind.USER, 404, 2),
    /** Another apply, or another file, holds what this one needs. */
    CONFLICT(Kind.USER, 409, 1),
    /** Nobody is signed in, or not any more. */
    UNAUTHENTICATED(Kind.USER, 401, 1),
    /** Too many tries: wait before the next one. */
    SLOW_DOWN(Kind.USER, 429, 1),
    /** The caller may not do this. */
    FORBIDDEN(Kind.USER, 403, 1),
    /** The host lacks a package, a program, a right, a port. */
    HOST(Kind.EXTERNAL, 424, 1),
    /**
     * A component did not do its part: did not start, never became healthy, a prepare step failed.
     */
    COMPONENT(Kind.EXTERNAL, 424, 1),
    /** A file, database or process answered in a way that it should not. */
    EXTERNAL(Kind.EXTERNAL, 502, 1),
    /** A bounded thing is full: try again later. */
    EXHAUSTED(Kind.EXHAUSTED, 503, 1),
    /** A mistake in Stead itself. */
    INTERNAL(Kind.INTERNAL, 500, 1);

    /** Whose fault it is. */
    public enum Kind {
        USER,
        INTERNAL,
        EXHAUSTED,
        EXTERNAL
    }

    private final Kind kind;
    private final int httpStatus;
    private final int exitStatus;

    Code(Kind kind, int httpStatus, int exitStatus) {
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.exitStatus = exitStatus;
    }

    /** Whose fault it is. */
    public Kind kind() {
        return kind;
    }

    /** The HTTP status that tells of it. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The exit status of a command that ends with it. */
    public int exitStatus() {
        return exitStatus;
    }
}
